import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { composeAnswer } from './compose.js';
import { bound, toPieces } from './draft.js';
import { findPassages } from './passages.js';
import { sampleOf } from './sample.js';
import { termsOf } from './terms.js';
import { callTool, chooseTool } from './tools.js';

// Written like SQLite's source: comments before what they describe.
const source = `
/*
** The connection to one database file, shared by all cursors.
** Access is guarded by its mutex.
*/
struct BtShared {
  Pager *pPager;        /* The page cache */
  int nRef;             /* References to this structure */
};

/*
** Begin a transaction. A write transaction needs a reserved lock.
*/
int beginTransaction(BtShared *pBt, int isWrite){
  return lockBtree(pBt);
}

static void unrelated(void){
  BtShared *pBt = 0;
  use(pBt);
}
`;

describe('an answer', () => {
  it.each([
    ['What is the purpose of the BtShared structure?', 'The connection to one database file', 'struct BtShared {'],
    ["Answer the user's question: what does beginTransaction do?", 'Begin a transaction.', 'int beginTransaction('],
    ['which structure is guarded by a mutex', 'guarded by its mutex', 'struct BtShared'],
  ])('to %j quotes what defines and explains it, first', (question, comment, definition) => {
    const [lead, first] = composeAnswer({ context: [source], question }).split('```');
    expect(lead).toMatch(/^This is the simulator, not a model: it quotes .*\n\nFrom line \d+ of the context:\n\n$/s);
    expect(first).toContain(comment);
    expect(first).toContain(definition);
  });

  const script = `/**
 * @license React
 * Copyright (c) Somebody. This source code is licensed under the MIT license.
 * React renders a component of React.
 */
function describeError(code) {
  return 'React error ' + code;
}
function renderWithHooks(current, Component) {
  return Component(current);
}
function flushPassiveEffects() {
  return runEffects();
}
function other(effects, passive) {
  return passive ? effects : null;
}
`;
  it.each([
    ['When does React skip rendering a component?', 'renderWithHooks'],
    ['How are passive effects flushed?', 'flushPassiveEffects'],
    ['What license is it under?', '@license'],
  ])('to %j quotes whole declarations, found by the parts of their names', (question, expected) => {
    const [first] = findPassages([script], question, 1);
    expect(first?.text).toContain(expected);
    expect(first?.text.includes('@license')).toBe(expected === '@license');
  });

  it('keeps places where a letter is longer in lower case', () => {
    expect(findPassages([`İİİ\n\nA wombat.\n\n${'x'.repeat(99)}`], 'wombats', 1)[0]?.text).toBe('A wombat.\n\n');
  });

  it('names the place it quotes from', () => {
    const answer = composeAnswer({ context: ['Nothing here.', source], question: 'What does beginTransaction do?' });
    const line = source.split('\n').findIndex((text) => text.includes('Begin a transaction')) - 1;
    expect(answer).toContain(`From text 2, line ${line + 1} of the context`);
  });

  it('says so when nothing fits', () => {
    expect(composeAnswer({ context: [source], question: 'Why do cats purr?' })).toContain('nothing to quote');
    expect(composeAnswer({ context: [], question: '' })).toContain('nothing to quote');
  });

  it('is fenced whatever it quotes, and as long as the cookbook has them', () => {
    const fenced = 'The wombat says:\n````\nlet wombat;\n````';
    expect(composeAnswer({ context: [fenced], question: 'wombat' })).toContain('`````\nThe wombat says');
    const long = Array.from({ length: 200 }, (_, n) => `The wombat sleeps in the cupboard number ${n}.`).join('\n');
    expect(toPieces(composeAnswer({ context: [long], question: 'wombat' })).length).toBeLessThan(420);
  });

  it('comes from text without blank lines, or without lines', () => {
    const lines = Array.from(
      { length: 2000 },
      (_, n) => `var a${n} = ${n === 1234 ? 'wombatFinder()' : 'other()'};`,
    ).join('\n');
    expect(findPassages([lines], 'wombatFinder', 1)[0]?.text).toContain('a1234 = wombatFinder()');
    const minified = lines.replaceAll('\n', '');
    const [passage] = findPassages([minified], 'wombatFinder', 1);
    expect(passage?.text).toContain('wombatFinder');
    expect(passage?.text.length).toBeLessThan(1600);
  });

  it('is the same every time', () => {
    const ask = { context: [source, source], question: 'lock mutex cache BtShared transaction' };
    expect(composeAnswer(ask)).toBe(composeAnswer(ask));
  });

  it('is about the words that matter', () => {
    expect(termsOf('What is the purpose of the BtShared structure?').map(({ text }) => text)).toEqual([
      'btshared',
      'structure',
    ]);
    expect(termsOf('a b c').map(({ text }) => text)).toEqual([]);
    expect(termsOf(Array.from({ length: 50 }, (_, n) => `word${n}`).join(' '))).toHaveLength(12);
  });
});

describe('an answer about a real source of 400 KB', () => {
  const folder = new URL('../../../../../shared/data/sqlite/', import.meta.url);
  let btree: string | undefined;
  try {
    btree = readFileSync(new URL('btree.h', folder), 'utf8') + readFileSync(new URL('btree.c', folder), 'utf8');
  } catch {
    // This checkout has no copies of the sources.
  }
  it.runIf(btree)('quotes BtShared', () => {
    const answer = composeAnswer({
      context: [btree ?? ''],
      question: "Answer the user's question: What is the purpose of the BtShared structure?",
    });
    expect(answer.split('```')[1]).toContain('typedef struct BtShared BtShared;');
  });
});

describe('a draft', () => {
  const text = (value: string) => ({ type: 'text', pieces: toPieces(value) }) as const;
  it('is cut into pieces of four characters, never within one', () => {
    expect(toPieces('wombats')).toEqual(['womb', 'ats']);
    expect(toPieces('😀😀😀😀😀')).toEqual(['😀😀😀😀', '😀']);
    expect(toPieces('')).toEqual([]);
  });

  it('ends at the first of its bounds', () => {
    const all = { maxTokens: 100, stopSequences: [] };
    expect(bound([text('abcdefgh')], 'end_turn', all)).toMatchObject({ stopReason: 'end_turn', outputTokens: 2 });
    expect(bound([text('abcdefgh')], 'end_turn', { ...all, maxTokens: 2 })).toMatchObject({ stopReason: 'end_turn' });
    expect(bound([text('abcdefgh')], 'end_turn', { ...all, maxTokens: 1 })).toMatchObject({
      stopReason: 'max_tokens',
      blocks: [{ pieces: ['abcd'] }],
    });
    const stops = { ...all, stopSequences: ['', 'g', 'cd'] };
    expect(bound([text('abcdefgh')], 'end_turn', stops)).toMatchObject({
      stopReason: 'stop_sequence',
      stopSequence: 'cd',
      blocks: [{ pieces: ['ab'] }],
    });
    expect(bound([text('abcdefgh')], 'end_turn', { maxTokens: 1, stopSequences: ['gh'] })).toMatchObject({
      stopReason: 'max_tokens',
      stopSequence: null,
    });
  });
});

describe('a sample', () => {
  it.each([
    [{ type: 'string' }, 'text'],
    [{ enum: ['a', 'b'] }, 'a'],
    [{ const: 5 }, 5],
    [{ type: 'integer', minimum: 3 }, 3],
    [{ type: ['null', 'string'] }, null],
    [{ type: 'boolean' }, true],
    [{ anyOf: [{ type: 'number' }, { type: 'string' }] }, 1],
    [{ type: 'array', items: { type: 'string' }, minItems: 2 }, ['text', 'text']],
    [{ type: 'object', properties: { a: { type: 'string' }, b: {} }, required: ['a'] }, { a: 'text' }],
    [{ $ref: '#/$defs/thing', $defs: { thing: { type: 'number' } } }, 1],
    [undefined, 'text'],
  ])('of %j is %j', (schema, value) => {
    expect(sampleOf(schema, 'text')).toEqual(value);
  });

  it('of a schema that refers to itself ends', () => {
    const schema = { type: 'object', properties: { next: { $ref: '#' } }, required: ['next'] };
    expect(JSON.stringify(sampleOf(schema, ''))).toMatch(/^(\{"next":){1,8}/);
  });
});

describe('a tool', () => {
  const tools = [
    { name: 'getWeather', schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
    { name: 'read_file', schema: {} },
  ];
  it.each([
    ['What is the weather?', 'getWeather'],
    ['Read it for me', 'read_file'],
    ['Who are you?', undefined],
  ])('fits %j: %s', (question, name) => {
    expect(chooseTool(tools, { type: 'auto' }, question, false)?.name).toBe(name);
    expect(chooseTool(tools, { type: 'auto' }, question, true)).toBeUndefined();
  });

  it.each([
    ['Weather in Paris please', 'Paris'],
    ['weather in "New York"', 'New York'],
    ['weather?', 'weather?'],
  ])('is asked about the subject of %j', (question, city) => {
    const call = callTool('id', tools[0]!, question);
    expect(JSON.parse(call.pieces.join(''))).toEqual({ city });
  });
});
