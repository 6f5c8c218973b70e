import { describe, expect, test } from 'vitest';
import { pass, type StoreFaults } from './subject.js';

type Events = AsyncGenerator<readonly string[], void, undefined>;
/** What a store gives; a generator is one. */
type Given = Pick<Events, 'next'> & AsyncIterable<readonly string[], void> & { return(): Promise<unknown> };

/** What the suite tests of an `AnswerStore`. */
export interface AnswerStoreLike {
  keep(
    answer: {
      id: string;
      owner: string;
      begin: () => Events;
      signs: () => number;
      abandon: () => void;
      onEnd: () => void;
    },
    reader: { signal: AbortSignal },
  ): Promise<{ chunks: Given; signs: () => number } | null>;
  resume(
    ref: { id: string; owner: string },
    after: number,
    reader: { signal: AbortSignal },
  ): Promise<{ chunks: Given; signs: () => number } | null>;
  stop(ref: { id: string; owner: string }): Promise<void>;
}

/** As two instances have it. */
export interface AnswerStoreSubject {
  /** Twice the same if it serves one process. */
  readonly stores: readonly [AnswerStoreLike, AnswerStoreLike];
  /** Default none, for a store in this process. */
  readonly faults?: StoreFaults | undefined;
  readonly close?: (() => unknown) | undefined;
}

const WORDS = Array.from('abcdefghijkl', (word) => `data: ${word}\n\n`);
const NOBODY = new AbortController();
const nothing = (): null => null;
const SOON = { timeout: 10_000 };

/** A third of a second. */
async function* answer(state: { left: boolean }): Events {
  for (const word of WORDS) {
    if (state.left) return;
    yield [word];
    await pass(25);
  }
}

interface Kept {
  readonly id: string;
  readonly owner: string;
  readonly reader: Given;
  readonly leave: () => void;
  readonly state: { left: boolean };
}

async function keep(store: AnswerStoreLike, chunks = answer): Promise<Kept> {
  const left = new AbortController();
  const state = { left: false };
  const ref = { id: globalThis.crypto.randomUUID(), owner: 'ada' };
  const abandon = (): void => void (state.left = true);
  const kept = await store.keep({ ...ref, begin: () => chunks(state), signs: () => 0, abandon, onEnd: nothing }, left);
  return { ...ref, reader: kept!.chunks, leave: () => left.abort(), state };
}

const numbered = (from: number): string[] => WORDS.map((word, index) => `id: ${index + 1}\n${word}`).slice(from);

async function all(kept: { chunks: Given } | Given | null): Promise<string[]> {
  const read: string[] = [];
  const events = kept && 'chunks' in kept ? kept.chunks : kept;
  for await (const some of events ?? []) read.push(...some);
  return read;
}

/** Reads some events, then leaves as if the connection broke. */
async function begin({ reader, leave }: Kept, most: number): Promise<string[]> {
  const read: string[] = [];
  while (read.length < most) {
    const { done, value } = await reader.next();
    if (done) break;
    read.push(...value);
  }
  leave();
  await reader.return();
  return read;
}

/** Registers the tests of a store of kept answers, with faults. Needs Vitest. */
export function describeAnswerStore(name: string, open: () => AnswerStoreSubject | Promise<AnswerStoreSubject>): void {
  const on = async (run: (subject: AnswerStoreSubject) => Promise<unknown>): Promise<void> => {
    const subject = await open();
    try {
      await run(subject);
    } finally {
      await subject.close?.();
    }
  };

  describe(`store of answers: ${name}`, () => {
    test('its reader has every event once, with its number', () =>
      on(async ({ stores: [a] }) => expect(await all((await keep(a)).reader)).toEqual(numbered(0))));

    test('what was cut in its first moment is gone on with at the other at once, no event lost and none twice', () =>
      on(async ({ stores: [a, b] }) => {
        const cut = async (n: number): Promise<string[]> => {
          const kept = await keep(a);
          const had = await begin(kept, 1 + (n % 3));
          return [...had, ...(await all(await b.resume(kept, had.length, NOBODY)))];
        };
        const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => cut(n)));
        expect(answers).toEqual(answers.map(() => numbered(0)));
      }));

    test('an id is taken once, at whichever instance, and what has it is left as it is', () =>
      on(async ({ stores: [a, b] }) => {
        const kept = await keep(a);
        const begun: string[] = [];
        const taken = async (store: AnswerStoreLike, owner: string): Promise<unknown> => {
          const never = (): Events => (begun.push(owner), answer({ left: true }));
          return store.keep(
            { id: kept.id, owner, begin: never, signs: () => 0, abandon: nothing, onEnd: nothing },
            NOBODY,
          );
        };
        const again = await Promise.all([a, b].flatMap((store) => [taken(store, 'ada'), taken(store, 'eve')]));
        expect([...again, ...begun]).toEqual([null, null, null, null]);
        expect(await all(kept.reader)).toEqual(numbered(0));
      }));

    test('a complete one is there for a while, from any event on', () =>
      on(async ({ stores: [a, b] }) => {
        const kept = await keep(a);
        await all(kept.reader);
        const rest = async (): Promise<string[]> => all(await b.resume(kept, 5, NOBODY));
        await expect.poll(rest, SOON).toEqual(numbered(5));
      }));

    test('it is its owner’s alone: for others there is none, and they end none', () =>
      on(async ({ stores: [a, b] }) => {
        const kept = await keep(a);
        const had = await begin(kept, 2);
        const eve = { id: kept.id, owner: 'eve' };
        for (const store of [a, b]) {
          expect(await store.resume(eve, 0, NOBODY)).toBeNull();
          await store.stop(eve);
        }
        expect(await all(await b.resume(kept, had.length, NOBODY))).toEqual(numbered(2));
        expect(await b.resume({ ...kept, id: globalThis.crypto.randomUUID() }, 0, NOBODY)).toBeNull();
      }));

    test('its owner ends it from the other', () =>
      on(async ({ stores: [a, b] }) => {
        const kept = await keep(a, endless);
        await kept.reader.next();
        await expect
          .poll(async () => {
            await b.stop(kept);
            return kept.state.left;
          }, SOON)
          .toBe(true);
      }));

    test('nothing of it is kept without an end, whatever connection breaks, and its own instance has all of it', (context) =>
      on(async ({ stores, faults }) => {
        if (!faults) return context.skip();
        const endlessKeys = new Set<string>();
        let over = false;
        const isOver = (): boolean => over;
        const disturb = async (): Promise<void> => {
          while (!isOver()) {
            await faults.breakConnections();
            for (const key of await faults.endless()) endlessKeys.add(key);
            await pass(Math.random() * 20);
          }
        };
        const disturbing = disturb();
        const write = async (n: number): Promise<string[]> => {
          await pass(Math.random() * 1_000);
          return all((await keep(stores[n % 2]!)).reader);
        };
        const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => write(n)));
        over = true;
        await disturbing;
        // A client's queued commands arrive late.
        await pass(500);
        expect([...endlessKeys, ...(await faults.endless())]).toEqual([]);
        expect(answers).toEqual(answers.map(() => numbered(0)));
      }));

    test('a pause of what it is kept in cuts nobody off from their own instance', (context) =>
      on(async ({ stores: [a], faults }) => {
        if (!faults) return context.skip();
        await faults.pause();
        const kept = await keep(a);
        const had = await begin(kept, 3);
        const rest = await all(await a.resume(kept, had.length, NOBODY));
        await faults.resume();
        expect([...had, ...rest]).toEqual(numbered(0));
      }));
  });
}

async function* endless(state: { left: boolean }): Events {
  while (!state.left) {
    yield ['data: x\n\n'];
    await pass(20);
  }
}
