import { describe, expect, test } from 'vitest';
import type { AskEvent } from '../adapter/adapter.js';
import { ForewarmError } from '../base/errors.js';
import { fromUiChunks } from './uiAnswer.js';
import { toUiChunks, type UiChunk } from './uiStream.js';

const usage = { prompt: 10, cacheRead: 8, cacheWrite: null, output: 3 };
const ANSWER: AskEvent[] = [
  { type: 'start', hash: 'h', model: 'm', drifted: false, waitedMs: 3 },
  { type: 'reasoning', text: 'Hm.' },
  { type: 'text', text: 'Ye' },
  { type: 'text', text: 's.\ud83d' },
  { type: 'text', text: '\ude00' },
  { type: 'tool-call', id: 'c1', name: 'look', input: { at: [1, null] } },
  { type: 'text', text: 'So.' },
  {
    type: 'finish',
    reason: 'tool-calls',
    usage,
    outcome: 'hit',
    ttlMs: 300_000,
    missReason: 'system_changed',
  },
];

async function* streamOf<T>(items: readonly (T | Error)[]): AsyncGenerator<T> {
  for (const item of items) {
    if (item instanceof Error) throw item;
    yield item;
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const got: T[] = [];
  for await (const item of items) got.push(item);
  return got;
}

/** As they go over a wire. */
const sent = async (events: readonly (AskEvent | Error)[]): Promise<UiChunk[]> =>
  JSON.parse(JSON.stringify(await all(toUiChunks(streamOf(events)))));

test('an answer comes out of its chunks as it went in', async () => {
  expect(await all(fromUiChunks(streamOf(await sent(ANSWER))))).toEqual(ANSWER);
});

describe('a second answer in the place of one that was lost', () => {
  const SECOND: AskEvent[] = [{ type: 'start', hash: 'h2' }, { type: 'text', text: 'No.' }, ANSWER.at(-1)!];

  test('says so once, before anything of it, to a reader of the first', async () => {
    const first = (await sent(ANSWER)).slice(0, 7);
    const second = await all(toUiChunks(streamOf(SECOND), { messageId: 'b', restart: true }));
    expect(second[0]).toEqual({ type: 'start', messageId: 'b' });
    expect(await all(fromUiChunks(streamOf([...first, ...second])))).toEqual([
      ...ANSWER.slice(0, 3),
      { type: 'restart' },
      ...SECOND,
    ]);
  });

  test('can’t be told in a chat’s stream once words of the first are in it: that ends, and can be asked again', async () => {
    const chunks = await sent([...ANSWER.slice(0, 3), { type: 'restart' }, ...SECOND]);
    expect(chunks.filter(({ type }) => type === 'text-delta')).toEqual([{ type: 'text-delta', id: '1', delta: 'Ye' }]);
    await expect(all(fromUiChunks(streamOf(chunks)))).rejects.toMatchObject({ code: 'stream-cut', retryable: true });
  });

  test('goes on in a chat’s stream that has no word of the first', async () => {
    const chunks = await sent([ANSWER[0]!, { type: 'restart' }, ...SECOND]);
    expect((await all(fromUiChunks(streamOf(chunks)))).slice(-2)).toEqual(SECOND.slice(-2));
  });
});

test('every part is opened before its deltas and closed after them, under one id', async () => {
  const kinds = (await sent(ANSWER)).map((chunk) => ('id' in chunk ? `${chunk.type} ${chunk.id}` : chunk.type));
  expect(kinds).toEqual([
    'start',
    'data-forewarm forewarm',
    'reasoning-start 0',
    'reasoning-delta 0',
    'reasoning-end 0',
    'text-start 1',
    'text-delta 1',
    'text-delta 1',
    'text-delta 1',
    'text-end 1',
    'tool-input-available',
    'text-start 2',
    'text-delta 2',
    'text-end 2',
    'data-forewarm forewarm',
    'finish',
  ]);
});

describe('an error', () => {
  test('comes out as it was thrown, after what had come', async () => {
    const error = new ForewarmError('rate-limited', 'Slow down.', { status: 429, retryAfterMs: 7_000 });
    const answer = fromUiChunks(streamOf(await sent([...ANSWER.slice(0, 3), error])));
    for (const event of ANSWER.slice(0, 3)) expect((await answer.next()).value).toEqual(event);
    await expect(answer.next()).rejects.toMatchObject({
      code: 'rate-limited',
      message: 'Slow down.',
      status: 429,
      retryAfterMs: 7_000,
      retryable: true,
    });
  });

  test('that is none of the kit’s goes without its words', async () => {
    const chunks = await sent([new Error('postgres://user:secret@db')]);
    expect(JSON.stringify(chunks)).not.toContain('secret');
    await expect(all(fromUiChunks(streamOf(chunks)))).rejects.toMatchObject({ code: 'upstream' });
  });

  test('of a stream that is not the kit’s is told in its words', async () => {
    const chunks: UiChunk[] = [{ type: 'start' }, { type: 'error', errorText: 'An error occurred.' }];
    await expect(all(fromUiChunks(streamOf(chunks)))).rejects.toThrow('An error occurred.');
  });
});

test('a stream without the kit’s parts gives its text, and figures that are unknown', async () => {
  const chunks: UiChunk[] = [
    { type: 'start' },
    { type: 'text-start', id: 'a' },
    { type: 'text-delta', id: 'a', delta: 'Yes.' },
    { type: 'text-end', id: 'a' },
    { type: 'finish' },
  ];
  expect(await all(fromUiChunks(streamOf(chunks)))).toEqual([
    { type: 'start', hash: '' },
    { type: 'text', text: 'Yes.' },
    {
      type: 'finish',
      reason: 'other',
      usage: { prompt: null, cacheRead: null, cacheWrite: null, output: null },
      outcome: 'unknown',
    },
  ]);
});

test('a stream that ends before its finish is cut', async () => {
  await expect(all(fromUiChunks(streamOf<UiChunk>([{ type: 'start' }])))).rejects.toMatchObject({ code: 'stream-cut' });
});

test('an app’s own route tells the kit’s figures in the metadata of its message', async () => {
  const chunks: UiChunk[] = [
    { type: 'start', messageMetadata: { mine: 1, forewarm: { hash: 'h' } } },
    { type: 'text-delta', id: 't', delta: 'Yes.' },
    { type: 'message-metadata', messageMetadata: { forewarm: { usage, outcome: 'hit', ttlMs: 300_000 } } },
    { type: 'finish', finishReason: 'stop', messageMetadata: null },
  ];
  expect(await all(fromUiChunks(streamOf(chunks)))).toEqual([
    { type: 'start', hash: 'h' },
    { type: 'text', text: 'Yes.' },
    { type: 'finish', reason: 'stop', usage, outcome: 'hit', ttlMs: 300_000 },
  ]);
});
