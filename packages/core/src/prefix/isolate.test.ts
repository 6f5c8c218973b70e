import { describe, expect, test } from 'vitest';
import { isolatePrefix } from './isolate.js';
import { definePrefix, type PrefixOptions } from './prefix.js';
import { prefixTexts } from './tokens.js';

const tools = [{ name: 'look', description: 'Looks.', inputSchema: { type: 'object' } }];
const cases: [string, PrefixOptions][] = [
  ['a system text', { model: 'm', system: 'S' }],
  ['a user message', { model: 'm', messages: [{ role: 'user', content: 'U' }] }],
  ['an assistant message first', { model: 'm', messages: [{ role: 'assistant', content: 'A' }] }],
  ['tools', { model: 'm', tools, system: 'S' }],
  ['a tool without a description', { model: 'm', tools: [{ name: 'look', inputSchema: {} }] }],
  ['nothing', { model: 'm' }],
];

describe.each(cases)('a prefix of %s', (_name, init) => {
  const prefix = definePrefix({ ...init, settings: { temperature: 1 }, ttl: '1h' });

  test('is one for one scope and another for another', () => {
    expect(isolatePrefix(prefix, 'ann').hash).toBe(isolatePrefix(prefix, 'ann').hash);
    expect(new Set([prefix.hash, isolatePrefix(prefix, 'ann').hash, isolatePrefix(prefix, 'bob').hash]).size).toBe(3);
  });

  test('differs from the very first text on, without showing the scope', () => {
    const [ann, bob] = ['ann', 'bob'].map((scope) => prefixTexts(isolatePrefix(prefix, scope)));
    expect(ann![0]).not.toBe(bob![0]);
    expect(ann!.join()).not.toContain('ann');
    expect(ann!.slice(1)).toEqual(bob!.slice(1));
  });

  test('keeps all else', () => {
    const isolated = isolatePrefix(prefix, 'ann');
    expect(isolated).toMatchObject({ model: 'm', ttl: '1h', settings: { temperature: 1 } });
    expect(prefixTexts(isolated).length - prefixTexts(prefix).length).toBe(prefix.tools.length > 0 ? 0 : 1);
  });
});
