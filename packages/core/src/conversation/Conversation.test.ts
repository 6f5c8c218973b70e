import { expect, test } from 'vitest';
import type { Adapter } from '../adapter/adapter.js';
import type { Turn, TurnPart } from '../base/turn.js';
import { Conversation } from './Conversation.js';
import { definePrefix, isPrefix, type PastTurn, type Prefix } from '../prefix/prefix.js';
import type { PrefixRef } from '../prefix/prefixRef.js';
import { ForewarmClient } from '../client/ForewarmClient.js';
import { type HistoryStorage, MAX_TURNS, trimThread, withThread } from '../prefix/thread.js';
import { UNKNOWN_USAGE } from '../adapter/usage.js';

const REF: PrefixRef = { id: 'doc', thread: [{ question: 'q0', answer: 'a0' }] };
const turn = (n: number): PastTurn => ({ question: `q${n}`, answer: `a${n}` });

/** Answers `q1` with `a1`; fails at `fail`; hangs after some text at `hang`. Notes its threads. */
function talking(): { cache: ForewarmClient<PrefixRef>; threads: (readonly PastTurn[] | undefined)[] } {
  const threads: (readonly PastTurn[] | undefined)[] = [];
  const adapter: Adapter<PrefixRef> = {
    name: 'talking',
    warm: async () => ({ status: 'skipped', reason: 'unsupported' }),
    async *ask({ thread }, { question }, { signal } = {}) {
      threads.push(thread);
      yield { type: 'start', hash: 'h' };
      if (question === 'fail') throw new Error('broken');
      yield { type: 'text', text: question.replace('q', 'a') };
      if (question === 'hang') await new Promise((_, reject) => signal?.addEventListener('abort', reject));
      yield { type: 'finish', reason: 'stop', usage: UNKNOWN_USAGE, outcome: 'unknown' };
    },
  };
  return { cache: new ForewarmClient({ adapter }), threads };
}

function memory(kept: Record<string, readonly PastTurn[]> = {}): HistoryStorage & { kept: typeof kept } {
  return { kept, read: (key) => kept[key] ?? [], write: (key, turns) => void (kept[key] = turns) };
}

test('what comes next is said of a given state, so that a view draws one moment', async () => {
  const conversation = new Conversation(talking().cache);
  const before = conversation.getSnapshot();
  await conversation.ask(REF, 'q1');
  expect(conversation.next(REF, before)).toEqual(REF);
  expect(conversation.next(REF, conversation.getSnapshot()).thread).toEqual([turn(0), turn(1)]);
});

test('each answered question is part of the next one’s prefix', async () => {
  const { cache, threads } = talking();
  const conversation = new Conversation(cache);
  await conversation.ask(REF, 'q1');
  expect(conversation.getSnapshot()).toMatchObject({ question: 'q1', answer: 'a1', turns: [] });
  expect(conversation.next(REF).thread).toEqual([turn(0), turn(1)]);
  expect(conversation.next(REF)).toBe(conversation.next(REF));
  await conversation.ask(REF, 'q2');
  expect(conversation.getSnapshot()).toMatchObject({ question: 'q2', turns: [turn(1)] });
  expect(threads).toEqual([[turn(0)], [turn(0), turn(1)]]);
});

test('attachments are asked again with their question, and stay with it in the thread', async () => {
  const { cache, threads } = talking();
  const parts: TurnPart[] = [{ type: 'text', text: 'A note.', name: 'note.txt' }];
  const asked: Turn[] = [];
  const ask = cache.adapter.ask.bind(cache.adapter);
  cache.adapter.ask = (prefix, one, options) => {
    asked.push(one);
    return ask(prefix, one, options);
  };
  const conversation = new Conversation(cache);
  await conversation.ask(REF, 'q1', { parts });
  expect(conversation.getSnapshot().parts).toBe(parts);
  await conversation.retry(REF);
  expect(asked).toEqual([
    { question: 'q1', parts },
    { question: 'q1', parts },
  ]);
  await conversation.ask(REF, 'q2');
  expect(threads.at(-1)).toEqual([turn(0), { ...turn(1), parts }]);
  expect(asked.at(-1)!.parts).toBeUndefined();
});

test('an edited question is asked on the turns that stay, and the rest of the thread is cut', async () => {
  const { cache, threads } = talking();
  const storage = memory();
  const conversation = new Conversation(cache, { storage, key: 'k' });
  for (const question of ['q1', 'q2', 'q3']) await conversation.ask({ id: 'doc' }, question);
  await conversation.ask({ id: 'doc' }, 'q4', { keep: 1 });
  expect(threads.at(-1)).toEqual([turn(1)]);
  expect(conversation.getSnapshot()).toMatchObject({ question: 'q4', turns: [turn(1)] });
  expect(storage.kept['k']).toEqual([turn(1), turn(4)]);
});

test('what was cut does not come back where another tab has asked meanwhile', async () => {
  const { cache } = talking();
  const storage = memory();
  const conversation = new Conversation(cache, { storage, key: 'k' });
  for (const question of ['q1', 'q2', 'q3']) await conversation.ask({ id: 'doc' }, question);
  storage.kept['k'] = [turn(1), turn(2), turn(3), turn(7)];
  await conversation.ask({ id: 'doc' }, 'q4', { keep: 1 });
  expect(storage.kept['k']).toEqual([turn(1), turn(7), turn(4)]);
});

test('an earlier answer that is shown again is what follow-ups go on from, and what is kept', async () => {
  const { cache, threads } = talking();
  const storage = memory();
  const conversation = new Conversation(cache, { storage, key: 'k' });
  await conversation.ask({ id: 'doc' }, 'q1');
  const first = conversation.getSnapshot();
  await conversation.ask({ id: 'doc' }, 'q2', { keep: 0 });
  conversation.show(first);
  expect(conversation.getSnapshot()).toEqual(first);
  expect(storage.kept['k']).toEqual([turn(1)]);
  const asked = conversation.ask({ id: 'doc' }, 'hang');
  conversation.show(first);
  expect(conversation.getSnapshot()).toMatchObject({ status: 'waiting', question: 'hang' });
  conversation.stop();
  await asked;
  expect(threads.at(-1)).toEqual([turn(1)]);
});

test('another answer takes the place of the one there was', async () => {
  const { cache, threads } = talking();
  const conversation = new Conversation(cache);
  await conversation.ask(REF, 'q1');
  await conversation.retry(REF);
  expect(threads).toEqual([[turn(0)], [turn(0)]]);
  expect(conversation.next(REF).thread).toEqual([turn(0), turn(1)]);
});

test('a failed answer is no part of what follows, a stopped one is with what it said', async () => {
  const { cache, threads } = talking();
  const conversation = new Conversation(cache);
  await conversation.ask(REF, 'fail');
  const hanging = conversation.ask(REF, 'hang');
  await expect.poll(() => conversation.getSnapshot().answer).toBe('hang');
  conversation.stop();
  await hanging;
  await conversation.ask(REF, 'q1');
  expect(threads).toEqual([[turn(0)], [turn(0)], [turn(0), { question: 'hang', answer: 'hang' }]]);
});

test('without a thread, each question stands alone', async () => {
  const { cache, threads } = talking();
  const conversation = new Conversation(cache, { thread: false });
  await conversation.ask(REF, 'q1');
  await conversation.ask(REF, 'q2');
  expect(conversation.next(REF)).toBe(REF);
  expect(threads).toEqual([[turn(0)], [turn(0)]]);
});

test('is kept and found again, and forgotten when asked to', async () => {
  const storage = memory();
  await new Conversation(talking().cache, { storage, key: 'k' }).ask(REF, 'q1');
  expect(storage.kept).toEqual({ k: [turn(1)] });
  const again = new Conversation(talking().cache, { storage, key: 'k' });
  expect(again.getSnapshot()).toMatchObject({ status: 'idle', turns: [turn(1)] });
  again.reset();
  expect(storage.kept).toEqual({ k: [] });
  expect(again.getSnapshot().turns).toEqual([]);
});

test('a history that arrives late stands before what was asked meanwhile', async () => {
  const late: HistoryStorage = { read: () => Promise.resolve([turn(7)]), write: () => {} };
  const conversation = new Conversation(talking().cache, { storage: late, key: 'k' });
  await conversation.ask(REF, 'q1');
  expect(conversation.next({ id: 'doc' }).thread).toEqual([turn(7), turn(1)]);
});

test.each<[string, (storage: HistoryStorage) => HistoryStorage]>([
  ['at once', (storage) => storage],
  [
    'later',
    (storage) => ({
      read: (key) => Promise.resolve().then(() => storage.read(key)),
      write: (key, turns) => Promise.resolve().then(() => storage.write(key, turns)),
    }),
  ],
])('what another tab has added meanwhile stays, with a storage that answers %s', async (_, as) => {
  const memoryOf = memory();
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
  const [here, there] = [1, 2].map(() => new Conversation(talking().cache, { storage: as(memoryOf), key: 'k' })) as [
    Conversation<PrefixRef>,
    Conversation<PrefixRef>,
  ];
  await settled();
  for (const [tab, n] of [
    [here, 1],
    [there, 2],
    [there, 3],
    [here, 4],
  ] as const) {
    await tab.ask(REF, `q${n}`);
    await settled();
  }
  expect(memoryOf.kept).toEqual({ k: [turn(1), turn(2), turn(3), turn(4)] });
  expect(here.getSnapshot().turns).toEqual([turn(1), turn(2), turn(3)]);
  // Another answer to the tab's own last question replaces the first.
  await here.retry(REF);
  await settled();
  expect(memoryOf.kept['k']).toHaveLength(4);
  there.reset();
  await settled();
  await here.ask(REF, 'q5');
  await settled();
  expect(memoryOf.kept).toEqual({ k: [turn(5)] });
});

test('what can’t be read is written anew, what can’t be written leaves what was there', async () => {
  const storage = memory({ k: [turn(1)] });
  let full = false;
  const failing: HistoryStorage = {
    read: () => JSON.parse('{'),
    write(key, turns) {
      if (full) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      return storage.write(key, turns);
    },
  };
  const conversation = new Conversation(talking().cache, { storage: failing, key: 'k' });
  await conversation.ask(REF, 'q2');
  expect(storage.kept).toEqual({ k: [turn(2)] });
  full = true;
  await conversation.ask(REF, 'q3');
  expect(storage.kept).toEqual({ k: [turn(2)] });
  full = false;
  await conversation.ask(REF, 'q4');
  expect(storage.kept).toEqual({ k: [turn(2), turn(3), turn(4)] });
});

test.each<[string, HistoryStorage]>([
  ['throws', { read: () => JSON.parse('{'), write: () => JSON.parse('{') }],
  ['rejects', { read: () => Promise.reject(new Error('no')), write: () => Promise.reject(new Error('no')) }],
])('a storage that %s costs the history, which is told, not the answer', async (_, storage) => {
  const conversation = new Conversation(talking().cache, { storage, key: 'k' });
  expect(await conversation.ask(REF, 'q1')).toMatchObject({ status: 'done', answer: 'a1' });
  await expect.poll(() => conversation.getSnapshot()).toMatchObject({ status: 'done', answer: 'a1', unsaved: true });
});

/** One storage with its tabs: a write notifies the others, as in a browser. */
function shared(): {
  tab: () => Conversation<PrefixRef>;
  kept: () => readonly PastTurn[];
  fill: (full: boolean) => void;
} {
  const memoryOf = memory();
  const tabs: (() => void)[] = [];
  let full = false;
  return {
    kept: () => memoryOf.kept['k'] ?? [],
    fill: (is) => void (full = is),
    tab() {
      const told = new Set<() => void>();
      const tell = (): void => told.forEach((listener) => listener());
      tabs.push(tell);
      const storage: HistoryStorage = {
        read: (key) => memoryOf.read(key),
        write(key, turns) {
          if (full) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
          void memoryOf.write(key, turns);
          for (const other of tabs) if (other !== tell) other();
        },
        subscribe(_key, listener) {
          told.add(listener);
          return () => told.delete(listener);
        },
      };
      return new Conversation(talking().cache, { storage, key: 'k' });
    },
  };
}

test('what another tab asks is shown as it is kept, also while an answer comes in here; nothing of either is lost', async () => {
  const { tab, kept } = shared();
  const [here, there] = [tab(), tab()];
  const unsubscribe = here.subscribe(() => {});
  there.subscribe(() => {});
  await here.ask(REF, 'q1');
  expect(there.getSnapshot()).toMatchObject({ status: 'idle', turns: [turn(1)] });
  await there.ask(REF, 'q2');
  expect(here.getSnapshot()).toMatchObject({ status: 'idle', question: '', turns: [turn(1), turn(2)] });
  const hanging = here.ask(REF, 'hang');
  await there.ask(REF, 'q3');
  expect(here.getSnapshot()).toMatchObject({ question: 'hang', turns: [turn(1), turn(2), turn(3)] });
  await expect.poll(() => here.getSnapshot().answer).toBe('hang');
  here.stop();
  await hanging;
  expect(kept()).toEqual([turn(1), turn(2), turn(3), { question: 'hang', answer: 'hang' }]);
  expect(there.getSnapshot().turns).toEqual(kept());
  expect(here.getSnapshot()).toMatchObject({ status: 'stopped', question: 'hang' });
  there.reset();
  expect(here.getSnapshot()).toMatchObject({ status: 'idle', question: '', turns: [] });
  unsubscribe();
  await there.ask(REF, 'q4');
  expect(here.getSnapshot().turns).toEqual([]);
});

test('that a conversation can’t be kept is told, and no longer once it can; what another tab keeps meanwhile costs nothing of it', async () => {
  const { tab, kept, fill } = shared();
  const [here, there] = [tab(), tab()];
  here.subscribe(() => {});
  await here.ask(REF, 'q1');
  expect(here.getSnapshot().unsaved).toBe(false);
  fill(true);
  await here.ask(REF, 'q2');
  await here.ask(REF, 'q3');
  expect(here.getSnapshot()).toMatchObject({ status: 'done', unsaved: true });
  fill(false);
  await there.ask(REF, 'q4');
  expect(here.getSnapshot()).toMatchObject({ question: 'q3', turns: [turn(1), turn(4), turn(2)] });
  await here.ask(REF, 'q5');
  expect(here.getSnapshot().unsaved).toBe(false);
  expect(kept()).toEqual([turn(1), turn(4), turn(2), turn(3), turn(5)]);
});

test('a history that arrives later than the first answer stands before it', async () => {
  let arrive = (_turns: readonly PastTurn[]): void => {};
  const written: (readonly PastTurn[])[] = [];
  const late: HistoryStorage = {
    read: () => new Promise((resolve) => (arrive = resolve)),
    write: (_key, turns) => void written.push(turns),
  };
  const conversation = new Conversation(talking().cache, { storage: late, key: 'k' });
  await conversation.ask(REF, 'q1');
  arrive([turn(7)]);
  await expect.poll(() => written).toEqual([[turn(7), turn(1)]]);
  expect(conversation.getSnapshot()).toMatchObject({ question: 'q1', turns: [turn(7)] });
});

test('a thread that is too long loses its older half at once', () => {
  const turns = Array.from({ length: MAX_TURNS + 1 }, (_, n) => turn(n));
  expect(trimThread(turns.slice(1))).toHaveLength(MAX_TURNS);
  expect(trimThread(turns)).toEqual(turns.slice(-MAX_TURNS / 2));
});

test('what comes after a thread that is too long is what is then asked on: nothing is warmed that nobody asks on', async () => {
  const { cache, threads } = talking();
  const long = Array.from({ length: MAX_TURNS }, (_, n) => turn(n));
  const conversation = new Conversation(cache, { storage: memory({ k: long }), key: 'k' });
  await conversation.ask({ id: 'doc' }, 'q100');
  const next = conversation.next({ id: 'doc' });
  expect(conversation.next({ id: 'doc' })).toEqual(next);
  await conversation.ask({ id: 'doc' }, 'q101');
  expect(next.thread).toHaveLength(MAX_TURNS / 2);
  expect(threads.at(-1)).toEqual(next.thread);
});

test('what an edited question will be asked on is said before it is asked', async () => {
  const { cache, threads } = talking();
  const conversation = new Conversation(cache);
  const base = { id: 'doc' };
  for (const question of ['q1', 'q2', 'q3']) await conversation.ask(base, question);
  const cut = conversation.next(base, conversation.getSnapshot(), { keep: 1 });
  expect(cut.thread).toEqual([turn(1)]);
  expect(conversation.next(base, conversation.getSnapshot(), { keep: 0 })).toBe(base);
  await conversation.ask(base, 'q4', { keep: 1 });
  expect(threads.at(-1)).toEqual(cut.thread);
});

test('a real prefix grows by blocks', () => {
  const prefix = definePrefix({ model: 'm', system: 's' });
  const grown: Prefix = withThread(prefix, [turn(1)]);
  expect(isPrefix(grown)).toBe(true);
  expect(grown.messages).toHaveLength(2);
  expect(withThread(prefix, [])).toBe(prefix);
});

test('the outline stays the same object while only more words come in', async () => {
  const later = (callback: () => void): (() => void) => {
    const timer = setTimeout(callback);
    return () => clearTimeout(timer);
  };
  const adapter: Adapter<PrefixRef> = {
    name: 'words',
    warm: async () => ({ status: 'skipped', reason: 'unsupported' }),
    async *ask() {
      yield { type: 'start', hash: 'h' };
      for (const text of ['one', ' two', ' three']) {
        yield { type: 'text', text };
        // Two turns of timers: the notice arrives between them.
        for (let turns = 0; turns < 2; turns++) await new Promise<void>(later);
      }
      yield { type: 'finish', reason: 'stop', usage: UNKNOWN_USAGE, outcome: 'unknown' };
    },
  };
  const conversation = new Conversation(new ForewarmClient({ adapter }), { schedule: later });
  const told: [number, string][] = [];
  const outlines: unknown[] = [];
  conversation.subscribe(() => {
    const outline = conversation.getOutline();
    if (!outlines.includes(outline)) outlines.push(outline);
    told.push([outlines.indexOf(outline), conversation.getSnapshot().answer]);
  });
  await conversation.ask({ id: 'doc' }, 'q1');
  expect(told).toEqual([
    [0, ''],
    [1, 'one'],
    [1, 'one two'],
    [1, 'one two three'],
    [2, 'one two three'],
  ]);
  expect(conversation.getOutline()).toBe(conversation.getSnapshot());
});
