import { ttlToMs } from '@forewarm/core';
import { expect } from 'vitest';
import { ask, type Suite } from './context.js';
import { PLAIN, TOOL_QUESTION, WITH_TOOL } from './parts.js';

/** Unreported counts stay unknown. */
export function checkFigures<P>({ setup, check }: Suite<P>): void {
  check('an ask after a warm reads what the warm wrote', ['warm'], async () => {
    const { adapter, prefix } = await setup();
    const warmed = await adapter.warm(prefix(PLAIN));
    const { events } = await ask(adapter, prefix(PLAIN));
    const finish = events.at(-1);
    if (finish?.type !== 'finish' || warmed.status !== 'warmed') throw new Error('It was not warmed or not answered.');
    const { prompt, cacheRead, cacheWrite, output } = finish.usage;
    expect(finish.outcome).toBe('hit');
    expect(prompt).toBeGreaterThan(5_000);
    expect(cacheRead).toBeGreaterThan(5_000);
    // The prompt includes what was read.
    expect(cacheRead).toBeLessThanOrEqual(prompt!);
    expect(output).toBeGreaterThan(0);
    expect(warmed.ttlMs).toBeGreaterThan(0);
    expect(finish.ttlMs).toBe(warmed.ttlMs);
    return ['prompt', 'read', ...(cacheWrite === null ? [] : ['written'])].join(', ');
  });

  check('the first ask on a cold prefix is no hit', [], async () => {
    const { adapter, prefix } = await setup();
    const { events } = await ask(adapter, prefix(PLAIN));
    const finish = events.at(-1);
    if (finish?.type !== 'finish') throw new Error('It was not answered.');
    expect(['miss', 'unknown']).toContain(finish.outcome);
    return finish.outcome;
  });

  check('a backend that reports no cache figures leaves them unknown', ['situations'], async () => {
    const { adapter, prefix } = await setup({ cacheFigures: false });
    const warmed = await adapter.warm(prefix(PLAIN));
    expect(warmed.usage ?? { cacheRead: null, cacheWrite: null }).toMatchObject({ cacheRead: null, cacheWrite: null });
    const { events, text } = await ask(adapter, prefix(PLAIN));
    expect(text).not.toBe('');
    expect(events.at(-1)).toMatchObject({ outcome: 'unknown', usage: { cacheRead: null, cacheWrite: null } });
  });

  check('an answer is a start, texts and a finish', [], async () => {
    const { adapter, prefix } = await setup();
    const { events, error } = await ask(adapter, prefix(PLAIN));
    expect(error).toBeUndefined();
    const kinds = events.map(({ type }) => type);
    expect(kinds[0]).toBe('start');
    expect(kinds.at(-1)).toBe('finish');
    expect(new Set(kinds.slice(1, -1))).toEqual(new Set(['text']));
    expect(events[0]).toMatchObject({ model: expect.any(String) });
  });

  check('a tool the model calls comes whole', ['situations', 'tools', 'sense'], async () => {
    const { adapter, prefix } = await setup();
    const { events, error } = await ask(adapter, prefix(WITH_TOOL), { question: TOOL_QUESTION });
    expect(error).toBeUndefined();
    const call = events.find(({ type }) => type === 'tool-call');
    expect(call).toMatchObject({ name: 'look_up', id: expect.stringMatching(/./), input: {} });
    expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'tool-calls' });
  });

  check('the way of warming', ['warm'], async () => {
    const { adapter, prefix } = await setup();
    const warmed = await adapter.warm(prefix(PLAIN));
    if (warmed.status !== 'warmed') throw new Error(`It was skipped: ${warmed.reason}.`);
    expect(warmed.method).not.toBeNull();
    expect(warmed.usage.output ?? 0).toBeLessThanOrEqual(16);
    expect(warmed.ttlMs).toBeGreaterThanOrEqual(ttlToMs('5m'));
    return warmed.method ?? undefined;
  });
}
