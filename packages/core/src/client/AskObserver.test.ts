import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Adapter, AskEvent } from '../adapter/adapter.js';
import { AskObserver, type AskState } from './AskObserver.js';
import type { PrefixRef } from '../prefix/prefixRef.js';
import { ForewarmClient } from './ForewarmClient.js';
import { UNKNOWN_USAGE } from '../adapter/usage.js';

const REF: PrefixRef = { id: 'doc' };
type Step = AskEvent | number | Error;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Plays its steps: yields events, waits numbers in milliseconds, throws errors. */
function playing(...steps: Step[]): { observer: AskObserver<PrefixRef>; seen: AskState[]; closed: () => boolean } {
  let closed = false;
  const adapter: Adapter<PrefixRef> = {
    name: 'playing',
    warm: async () => ({ status: 'skipped', reason: 'unsupported' }),
    async *ask(_prefix, _turn, { signal } = {}) {
      try {
        for (const step of steps) {
          if (step instanceof Error) throw step;
          if (typeof step !== 'number') yield step;
          else await new Promise((resolve) => setTimeout(resolve, step));
          signal?.throwIfAborted();
        }
      } finally {
        closed = true;
      }
    },
  };
  const observer = new AskObserver(new ForewarmClient({ adapter }));
  const seen: AskState[] = [];
  observer.subscribe(() => seen.push(observer.getSnapshot()));
  return { observer, seen, closed: () => closed };
}

const start: AskEvent = { type: 'start', hash: 'h', model: 'm', waitedMs: 40 };
const text = (value: string): AskEvent => ({ type: 'text', text: value });
const finish: AskEvent = { type: 'finish', reason: 'stop', usage: UNKNOWN_USAGE, outcome: 'unknown' };

test('counts the first token from submit, to the first text that is not blank', async () => {
  const { observer } = playing(100, start, text('\n '), 50, text('Yes'), 200, finish);
  const done = observer.ask(REF, 'q');
  await vi.advanceTimersByTimeAsync(400);
  expect(await done).toMatchObject({
    status: 'done',
    answer: '\n Yes',
    model: 'm',
    outcome: 'unknown',
    timing: { ttftMs: 150, waitedMs: 40, modelMs: 110, totalMs: 350 },
  });
  expect(vi.getTimerCount()).toBe(0);
});

test('says while it waits that it waits for a warm, and afterwards how long it did', async () => {
  const { observer, seen } = playing(
    { type: 'join', waitedMs: null },
    30,
    { type: 'join', waitedMs: 30 },
    20,
    start,
    20,
    text('Yes'),
    20,
    finish,
  );
  void observer.ask(REF, 'q');
  await vi.advanceTimersByTimeAsync(100);
  expect(seen.map(({ status, joining, timing }) => [status, joining, timing?.waitedMs])).toEqual([
    ['waiting', false, null],
    ['waiting', true, null],
    ['waiting', false, 30],
    ['waiting', false, 40],
    ['answering', false, 40],
    ['done', false, 40],
  ]);
});

test('tells at most once per frame, of the start and the end at once', async () => {
  const { observer, seen } = playing(start, text('a'), text('b'), text('c'), 100, text('d'), text('e'), 100, finish);
  void observer.ask(REF, 'q');
  await vi.advanceTimersByTimeAsync(300);
  expect(seen.map(({ status, answer }) => `${status} ${answer}`)).toEqual([
    'waiting ',
    'answering abc',
    'answering abcde',
    'done abcde',
  ]);
});

test('keeps what had arrived when it fails, and asks again on retry', async () => {
  const { observer } = playing(start, text('half'), 10, new Error('gone'));
  const first = observer.ask(REF, 'q');
  await vi.advanceTimersByTimeAsync(50);
  expect(await first).toMatchObject({ status: 'failed', answer: 'half', error: { message: 'gone', retryable: true } });
  void observer.retry(REF);
  expect(observer.getSnapshot()).toMatchObject({ status: 'waiting', question: 'q', answer: '', error: null });
  await vi.advanceTimersByTimeAsync(50);
});

test('keeps what had arrived when it is stopped, and closes the backend', async () => {
  const { observer, closed } = playing(start, text('half'), 100, text(' more'), finish);
  const first = observer.ask(REF, 'q');
  await vi.advanceTimersByTimeAsync(20);
  observer.stop();
  await vi.advanceTimersByTimeAsync(200);
  expect(await first).toMatchObject({ status: 'stopped', answer: 'half', error: null });
  expect(closed()).toBe(true);
  expect(observer.busy).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});

test('refuses a second question while one is answered, a blank one and one that is too long', async () => {
  const { observer, seen } = playing(10, start, finish);
  const first = observer.ask(REF, 'q');
  expect(await observer.ask(REF, 'other')).toMatchObject({ question: 'q' });
  await vi.advanceTimersByTimeAsync(50);
  await first;
  expect(seen.every(({ question }) => question === 'q')).toBe(true);
  expect(await observer.ask(REF, ' \n')).toMatchObject({ status: 'failed', error: { code: 'invalid-request' } });
  const long = await observer.ask(REF, 'x'.repeat(20_001));
  expect(long.error!.message).toBe('The question has 20,001 characters; at most 20,000 can be asked.');
});

test('an answer that starts anew leaves no word of the one before, and its first token is the first that stays', async () => {
  const think: AskEvent = { type: 'reasoning', text: 'Hm.' };
  const restart: AskEvent = { type: 'restart' };
  const { observer, seen } = playing(
    50,
    start,
    think,
    text('Lost'),
    100,
    restart,
    100,
    start,
    text('Ye'),
    100,
    text('s'),
    finish,
  );
  const done = observer.ask(REF, 'q');
  await vi.advanceTimersByTimeAsync(500);
  expect(seen.map(({ status, answer, reasoning, restarted }) => [status, answer, reasoning, restarted])).toEqual([
    ['waiting', '', '', false],
    ['answering', 'Lost', 'Hm.', false],
    ['waiting', '', '', true],
    ['answering', 'Ye', '', true],
    ['done', 'Yes', '', true],
  ]);
  expect(seen.map(({ timing }) => timing!.ttftMs)).toEqual([null, 50, null, 250, 250]);
  expect(await done).toMatchObject({ question: 'q', timing: { waitedMs: 40, modelMs: 210, totalMs: 350 } });
  void observer.ask(REF, 'another');
  expect(observer.getSnapshot().restarted).toBe(false);
});

test('an answer stopped right after it started anew has no word of the one before', async () => {
  const { observer } = playing(start, text('Lost'), 50, { type: 'restart' }, 100, text('Yes'), finish);
  const done = observer.ask(REF, 'q');
  await vi.advanceTimersByTimeAsync(60);
  observer.stop();
  await vi.advanceTimersByTimeAsync(100);
  expect(await done).toMatchObject({ status: 'stopped', answer: '', restarted: true });
});

test('a reset leaves nothing of an answer that was coming in', async () => {
  const { observer } = playing(start, text('half'), 10, text('more'), finish);
  void observer.ask(REF, 'q');
  await vi.advanceTimersByTimeAsync(5);
  observer.reset();
  await vi.advanceTimersByTimeAsync(100);
  expect(observer.getSnapshot()).toMatchObject({ status: 'idle', question: '', answer: '' });
});

test('tells how long the question was typed and when its own warm ran, and not of an earlier one', async () => {
  const adapter: Adapter<PrefixRef> = {
    name: 'slow',
    async warm() {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { status: 'warmed', hash: 'h', method: 'zero-tokens', usage: UNKNOWN_USAGE, ttlMs: 300_000 };
    },
    async *ask() {
      yield start;
      yield text('Yes');
      yield finish;
    },
  };
  const cache = new ForewarmClient({ adapter });
  const observer = new AskObserver(cache);
  cache.intend(REF, 'focus');
  await vi.advanceTimersByTimeAsync(100);
  cache.intend(REF, 'keystroke');
  await vi.advanceTimersByTimeAsync(100);
  void observer.ask(REF, 'q');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(observer.getSnapshot().timing).toMatchObject({ typedMs: 200, warm: { startMs: -200, durationMs: 300 } });

  cache.intend(REF, 'keystroke');
  await vi.advanceTimersByTimeAsync(50);
  await observer.ask(REF, 'q');
  expect(observer.getSnapshot().timing).toMatchObject({ typedMs: 50, warm: null });

  await observer.ask(REF, 'q');
  expect(observer.getSnapshot().timing).toMatchObject({ typedMs: null, warm: null });
});

test('tells what the model is at while no text comes, apart from the answer, at most once per frame', async () => {
  const think = (value: string): AskEvent => ({ type: 'reasoning', text: value });
  const call: AskEvent = { type: 'tool-call', id: '1', name: 'search', input: { for: 'x' } };
  const steps = [
    think('Let '),
    think('me see.'),
    50,
    call,
    50,
    think(' Ah.'),
    text('\n'),
    50,
    text('So'),
    50,
    think(' More'),
    50,
  ];
  const { observer, seen } = playing(start, ...steps, text(' it is.'), 50, finish);
  const done = observer.ask(REF, 'q');
  await vi.advanceTimersByTimeAsync(400);
  const told = seen.map(({ status, activity, reasoning, answer }) => [status, activity, reasoning, answer.trim()]);
  expect(told).toEqual([
    ['waiting', null, '', ''],
    ['waiting', 'reasoning', 'Let me see.', ''],
    ['waiting', 'tool-call', 'Let me see.', ''],
    ['waiting', 'reasoning', 'Let me see. Ah.', ''],
    ['answering', null, 'Let me see. Ah.', 'So'],
    ['answering', 'reasoning', 'Let me see. Ah. More', 'So'],
    ['answering', null, 'Let me see. Ah. More', 'So it is.'],
    ['done', null, 'Let me see. Ah. More', 'So it is.'],
  ]);
  expect(await done).toMatchObject({
    toolCalls: [{ id: '1', name: 'search', input: { for: 'x' } }],
    timing: { ttftMs: 150 },
  });
  void observer.ask(REF, 'another');
  expect(observer.getSnapshot()).toMatchObject({ reasoning: '', toolCalls: [], activity: null });
});
