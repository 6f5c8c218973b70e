import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { Chunk, Chunks } from '../stream/chunks.js';
import { memoryAnswers } from './memoryAnswers.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Heap in use after collecting garbage, in MB. */
async function heap(): Promise<number> {
  // Promises release what they hold in later turns.
  for (let n = 0; n < 5; n++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  return process.memoryUsage().heapUsed / 1e6;
}

const nothing = (): void => {};
const EVENTS = 200;

/** About 200,000 characters, shared with no other answer. */
async function* long(seed: number, hang?: Promise<void>): AsyncGenerator<Chunk, void, undefined> {
  for (let n = 0; n < EVENTS; n++) yield [Buffer.alloc(1_000, `${seed}/${n}/`).toString('latin1')];
  await hang;
}

const BOUNDS = { maxAnswers: 20, maxTotalLength: 2_000_000, keepMs: 60_000 };
/**
 * At one byte a character the bound is 2 MB; events cost a few times that. All answers have 80 MB.
 */
const MOST_MB = 16;
const ANSWERS = 400;

test('answers that have ended take no more memory than they may', async () => {
  const answers = memoryAnswers(BOUNDS);
  const before = await heap();
  for (let seed = 0; seed < ANSWERS; seed++) {
    const answer = {
      id: crypto.randomUUID(),
      owner: 'ada',
      begin: () => long(seed),
      signs: () => 0,
      abandon: nothing,
      onEnd: nothing,
    };
    const { chunks } = (await answers.keep(answer, new AbortController()))!;
    for await (const _ of chunks);
  }
  expect((await heap()) - before).toBeLessThan(MOST_MB);
  // Keeps `answers` alive until the heap is measured.
  expect(typeof answers.keep).toBe('function');
});

test('nor do answers that still come, read to where they are', async () => {
  const answers = memoryAnswers(BOUNDS);
  let end = nothing;
  const hang = new Promise<void>((resolve) => (end = resolve));
  const before = await heap();
  const readers: Chunks[] = [];
  for (let seed = 0; seed < ANSWERS; seed++) {
    const begin = () => long(seed, hang);
    const answer = { id: crypto.randomUUID(), owner: 'ada', begin, signs: () => 0, abandon: nothing, onEnd: nothing };
    const { chunks: reader } = (await answers.keep(answer, new AbortController()))!;
    for (let read = 0; read < EVENTS;) read += (await reader.next()).value?.length ?? 0;
    // Waits for more, as a connection does.
    reader.next().catch(nothing);
    readers.push(reader);
  }
  expect((await heap()) - before).toBeLessThan(MOST_MB);
  expect(readers).toHaveLength(ANSWERS);
  end();
});

test('an answer that is forgotten for want of room while nobody reads it is given up', async () => {
  const answers = memoryAnswers({ maxAnswers: 2 });
  const abandoned: number[] = [];
  for (let seed = 0; seed < 4; seed++) {
    const left = new AbortController();
    const begin = () => long(seed, new Promise(nothing));
    const abandon = (): void => void abandoned.push(seed);
    const answer = { id: crypto.randomUUID(), owner: 'ada', begin, signs: () => 0, abandon, onEnd: nothing };
    const { chunks: reader } = (await answers.keep(answer, left))!;
    await reader.next();
    await reader.return();
  }
  expect(abandoned).toEqual([0, 1]);
});
