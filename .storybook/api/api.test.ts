import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { splitDefault } from './members.js';
import type { ApiMember } from './model.js';
import { readApi } from './read.js';
import { shownMembers } from './shown.js';

const PAGES = new URL('../pages/api/', import.meta.url);
const all = readApi();
const pages = readdirSync(PAGES).map((name) => readFileSync(new URL(name, PAGES), 'utf8'));
const onPages = new Set(pages.flatMap((page) => Array.from(page.matchAll(/<Api of="(\w+)"/g), ([, name]) => name!)));
const shown = all.filter(({ name }) => onPages.has(name));

/** What users of the kit import; `core` and `adapters/backend` are for those who extend it. */
const forUsers = all.filter(({ from }) => !/^@forewarm\/core|\/backend$/.test(from));

describe('the pages of the API', () => {
  test('name only what the kit exports', () => {
    const exported = new Set(all.map(({ name }) => name));
    expect([...onPages].filter((name) => !exported.has(name))).toEqual([]);
  });

  test('have every component, hook and function that a user may import', () => {
    const callable = forUsers.filter(({ kind }) => kind === 'component' || kind === 'hook' || kind === 'function');
    expect(callable.length).toBeGreaterThan(40);
    expect(callable.map(({ name }) => name).filter((name) => !onPages.has(name))).toEqual([]);
  });

  test('have every type of props and options, member by member', () => {
    const types = forUsers.filter(({ name, kind }) => kind === 'type' && /(Props|Options)$/.test(name));
    expect(types.length).toBeGreaterThan(25);
    const rows = ({ name, type }: ApiMember): string => `${name}: ${type}`;
    const tables = shown.map((each) => new Set(shownMembers(each).map(rows)));
    // Under its own name or under what takes it: a function, a component.
    const missing = types.filter(
      ({ members }) => !tables.some((table) => members.every((row) => table.has(rows(row)))),
    );
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  test('say of everything what it is', () => {
    const silent = shown.flatMap((each) => [
      ...(each.description === '' ? [each.name] : []),
      ...shownMembers(each)
        .filter(({ description, fallback }) => description === '' && fallback === null)
        .map(({ name }) => `${each.name}: ${name}`),
    ]);
    expect(silent).toEqual([]);
  });
});

describe('what is read', () => {
  const find = (name: string): (typeof all)[number] => all.find((each) => each.name === name)!;

  test('a hook: its call, its options with their defaults, and what it gives', () => {
    const { kind, from, signature, parameters, returns } = find('useAsk');
    expect([kind, from, signature]).toEqual(['hook', '@forewarm/react', 'useAsk(options: AskOptions): Ask']);
    expect(parameters[0]!.members.map(({ name, required }) => [name, required])).toEqual([
      ['prefix', true],
      ['thread', false],
      ['storage', false],
      ['storageKey', false],
    ]);
    expect(parameters[0]!.members[1]).toEqual({
      name: 'thread',
      type: 'boolean',
      required: false,
      fallback: 'false',
      description: 'Whether a question continues the conversation: each answered turn becomes part of the next prefix.',
    });
    // Fields of its own and those of what it extends.
    expect(returns!.members.map(({ name }) => name)).toEqual(expect.arrayContaining(['retry', 'answer', 'turns']));
  });

  test('a part: its own props, its element, and its state', () => {
    const { kind, members, element, state } = find('AskBoxInput');
    expect([kind, element]).toEqual(['component', 'textarea']);
    expect(members.map(({ name }) => name)).toEqual(['className', 'style', 'render']);
    expect(state.map(({ name, type }) => `${name}: ${type}`)).toEqual(['busy: boolean', 'invalid: boolean']);
    expect(find('AskBox')).toMatchObject({
      element: 'div',
      state: [{ name: 'status' }, { name: 'warm' }, { name: 'busy' }],
    });
  });

  test('an adapter and the handler', () => {
    expect(find('anthropic').parameters[0]!.members.map(({ name }) => name)).toContain('maxTokens');
    expect(find('createHandler').parameters[0]!.members.find(({ name }) => name === 'maxBodyBytes')).toMatchObject({
      type: 'number',
      fallback: '1,000,000',
    });
  });

  test.each([
    ['How long. Default 300: as a person types.', 'How long.', '300: as a person types'],
    ['Which; default those of the policy.', 'Which.', 'those of the policy'],
    ['Default the global one.', '', 'the global one'],
    ['Read once. Default: one of its own. A text tells.', 'Read once. A text tells.', 'one of its own'],
    ['A default is none.', 'A default is none.', null],
  ])('the default in “%s”', (doc, description, fallback) => {
    expect(splitDefault(doc)).toEqual({ description, fallback });
  });
});
