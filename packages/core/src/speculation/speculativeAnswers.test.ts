import { memoryStore } from '../client/memoryStore.js';
import { describe, expect, test } from 'vitest';
import type { AskEvent } from '../adapter/adapter.js';
import { ForewarmError } from '../base/errors.js';
import type { Turn } from '../base/turn.js';
import type { ForewarmEvent } from '../client/events.js';
import { AskObserver } from '../client/AskObserver.js';
import { ForewarmClient } from '../client/ForewarmClient.js';
import { addEvent, NO_METRICS } from '../metrics/metrics.js';
import { definePolicy, type PolicyOptions } from '../policy/policyOptions.js';
import type { PrefixRef } from '../prefix/prefixRef.js';
import { type FakeEnvironment, fakeEnvironment } from '../testing/fakeEnvironment.js';
import { answerTo, ScriptedBackend, type Step } from '../testing/scriptedBackend.js';
import { speculativeAnswers, type SpeculativeAnswersOptions } from './speculativeAnswers.js';

const REF: PrefixRef = { id: 'doc' };
const Q: Turn = { question: 'What is it?' };

interface Setup {
  readonly world: FakeEnvironment;
  readonly backend: ScriptedBackend;
  readonly client: ForewarmClient<PrefixRef>;
  readonly events: ForewarmEvent[];
  /** Those about speculative answers, as `type reason`. */
  readonly told: () => string[];
}

async function warmed(options: SpeculativeAnswersOptions = {}, policy: PolicyOptions = {}): Promise<Setup> {
  const set = setup(options, policy);
  await set.client.warm(REF);
  return set;
}

function setup(options: SpeculativeAnswersOptions = {}, policy: PolicyOptions = {}): Setup {
  const world = fakeEnvironment();
  const backend = new ScriptedBackend(world);
  const events: ForewarmEvent[] = [];
  const client = new ForewarmClient({
    adapter: backend,
    policy: definePolicy(policy),
    store: memoryStore({ now: world.now }),
    environment: world,
    onEvent: (event) => events.push(event),
    speculation: speculativeAnswers(options),
  });
  const told = (): string[] =>
    events.flatMap((event) => {
      if (!event.type.startsWith('speculation-')) return [];
      const why = 'reason' in event ? ` ${event.reason}` : '';
      return [`${event.type.slice('speculation-'.length)}${why}`];
    });
  return { world, backend, client, events, told };
}

/** Reads an answer, with the milliseconds until its first text. */
function read(
  { world, client }: Setup,
  turn = Q,
  signal?: AbortSignal,
  prefix: PrefixRef = REF,
): { readonly text: () => string; readonly firstMs: () => number | null; readonly done: Promise<unknown> } {
  const at = world.monotonic();
  let text = '';
  let first: number | null = null;
  const go = async (): Promise<void> => {
    for await (const event of client.ask(prefix, turn, { signal })) {
      if (event.type !== 'text') continue;
      first ??= world.monotonic() - at;
      text += event.text;
    }
  };
  const done = go().catch((error: unknown) => error);
  return { text: () => text, firstMs: () => first, done };
}

describe('an answer begun before its question', () => {
  test('is there at once when exactly that is asked, for one request', async () => {
    const set = await warmed();
    expect(set.client.speculate(REF, Q)).toEqual({ status: 'begun' });
    await set.world.advance(2_500);
    const answer = read(set);
    await set.world.advance(0);
    expect([answer.firstMs(), answer.text()]).toEqual([0, 'On What is it?: yes.']);
    expect(set.backend.asks.length).toBe(1);
    expect(set.told()).toEqual(['begun', 'adopted']);
    const finished = set.events.find(({ type }) => type === 'ask-finished');
    expect(finished).toMatchObject({ adopted: true, ttftMs: 0, outcome: 'hit' });
    expect(set.world.timers()).toBe(0);
  });

  test('begun a moment ago saves that moment', async () => {
    const set = await warmed();
    read(set, { question: 'Earlier.' });
    await set.world.advance(5_000);
    set.client.speculate(REF, Q);
    await set.world.advance(500);
    const answer = read(set);
    await set.world.advance(10_000);
    expect([answer.firstMs(), answer.text()]).toEqual([1_500, 'On What is it?: yes.']);
    expect(set.backend.asks.length).toBe(2);
  });

  test.each<[string, (set: Setup) => unknown]>([
    [
      'stopped in the frame of its submit',
      ({ client }) => {
        const observer = new AskObserver(client);
        void observer.ask(REF, Q.question);
        observer.stop();
      },
    ],
    [
      'sent after a stop',
      ({ client }) =>
        client
          .ask(REF, Q, { signal: AbortSignal.abort() })
          .next()
          .catch(() => null),
    ],
  ])('ends at the provider when it is %s', async (_what, act) => {
    const set = await warmed();
    set.client.speculate(REF, Q);
    await set.world.advance(500);
    act(set);
    await set.world.advance(0);
    expect([set.backend.asks.map(({ closed }) => closed), set.world.timers()]).toEqual([[true], 0]);
  });

  test('ends at the provider when its reader leaves', async () => {
    const set = await warmed();
    set.backend.script = (question) => [...answerTo(question).slice(0, 3), 600_000];
    set.client.speculate(REF, Q);
    await set.world.advance(2_500);
    for await (const { type } of set.client.ask(REF, Q)) if (type === 'text') break;
    await set.world.advance(0);
    expect([set.told(), set.backend.asks[0]!.closed, set.world.timers()]).toEqual([['begun', 'adopted'], true, 0]);
  });

  test.each<[string, (set: Setup) => unknown]>([
    ['another question', (set) => read(set, { question: 'What is it' })],
    ['the same with an attachment', (set) => read(set, { ...Q, parts: [{ type: 'text', text: 'A note.' }] })],
    ['the same on another prefix', (set) => read(set, Q, undefined, { id: 'other' })],
    [
      'the same after another turn',
      (set) => read(set, Q, undefined, { id: 'doc', thread: [{ question: 'a', answer: 'b' }] }),
    ],
    ['a question that something else asks', (set) => set.client.asked(REF)],
  ])('is discarded by %s, before that is sent', async (_what, act) => {
    const set = await warmed();
    set.client.speculate(REF, Q);
    await set.world.advance(2_500);
    const [begun] = set.backend.asks;
    act(set);
    expect([begun!.options.signal!.aborted, set.told()]).toEqual([true, ['begun', 'discarded asked']]);
    await set.world.advance(10_000);
    expect([begun!.closed, set.world.timers()]).toEqual([true, 0]);
  });

  test('is not adopted once the prefix was warmed as something else', async () => {
    const set = await warmed();
    set.client.speculate(REF, Q);
    await set.world.advance(2_500);
    const twin = { hash: 'new', startedAt: set.world.now(), expiresAt: set.world.now() + 300_000 };
    const warmth = { ...twin, source: 'warm', asked: false, method: null } as const;
    const leave = set.client.subscribe(REF, () => {});
    set.client.store!.set(
      '{"id":"doc","params":{},"thread":[]}',
      { ...warmth, usage: { prompt: 1, cacheRead: 0, cacheWrite: 1, output: 0 } },
      300_000,
    );
    read(set);
    expect(set.told()).toEqual(['begun', 'discarded asked']);
    leave();
  });

  test('is read no further than a small buffer, and waits for its question no longer than parkMs', async () => {
    const set = await warmed({ parkMs: 3_000 });
    const words: Step[] = Array.from({ length: 500 }, () => ({ type: 'text', text: 'word ' }));
    set.backend.script = () => [{ type: 'start', hash: 'h' }, ...words];
    set.client.speculate(REF, Q);
    await set.world.advance(2_900);
    expect(set.backend.asks[0]).toMatchObject({ pulled: 64, closed: false });
    await set.world.advance(200);
    expect(set.backend.asks[0]).toMatchObject({ pulled: 64, closed: true });
    expect(set.told()).toEqual(['begun', 'discarded expired']);
  });

  test('that was adopted is read to its end, as far as its reader reads', async () => {
    const set = await warmed();
    const words: Step[] = Array.from({ length: 500 }, () => ({ type: 'text', text: 'word ' }));
    set.backend.script = () => [{ type: 'start', hash: 'h' }, ...words, answerTo('')[4]!];
    set.client.speculate(REF, Q);
    await set.world.advance(100);
    const answer = read(set);
    await set.world.advance(0);
    await answer.done;
    expect(answer.text()).toBe('word '.repeat(500));
  });

  test('stops with the stop of its question', async () => {
    const set = await warmed();
    set.backend.script = () => [{ type: 'start', hash: 'h' }, { type: 'text', text: 'Half' }, 60_000];
    set.client.speculate(REF, Q);
    await set.world.advance(100);
    const stop = new AbortController();
    const answer = read(set, Q, stop.signal);
    await set.world.advance(0);
    stop.abort(new Error('stopped'));
    expect(await answer.done).toEqual(new Error('stopped'));
    await set.world.advance(0);
    expect([answer.text(), set.backend.asks[0]!.closed, set.world.timers()]).toEqual(['Half', true, 0]);
  });
});

describe('where the answer begun before is no good, the question is answered as if there were none', () => {
  const usage = { prompt: null, cacheRead: null, cacheWrite: null, output: null };
  const finish = (reason: 'stop' | 'content-filter' | 'tool-calls'): AskEvent => ({
    type: 'finish',
    reason,
    usage,
    outcome: 'unknown',
  });
  const start: AskEvent = { type: 'start', hash: 'h' };
  const call: AskEvent = { type: 'tool-call', id: '1', name: 'order', input: {} };

  test.each<[string, Step[], string]>([
    ['refused for too many', [new ForewarmError('rate-limited', 'No.', { status: 429 })], 'failed'],
    ['refused for want of money', [new ForewarmError('upstream', 'Pay.', { status: 402, retryable: false })], 'failed'],
    ['calling a tool', [start, call, finish('tool-calls')], 'tool-call'],
    [
      'talking, then calling a tool',
      [start, { type: 'text', text: 'Let me see.' }, call, finish('tool-calls')],
      'tool-call',
    ],
    ['a refusal of the model', [start, { type: 'text', text: 'I' }, finish('content-filter')], 'refused'],
    ['nothing', [start, finish('stop')], 'empty'],
    ['a broken stream', [start, { type: 'text', text: 'Wha' }, new Error('reset')], 'failed'],
    [
      'on another prefix',
      [
        { type: 'start', hash: 'other' },
        { type: 'text', text: 'X' },
      ],
      'drifted',
    ],
  ])('%s', async (_what, script, reason) => {
    const set = await warmed();
    set.backend.script = (question, isEarly) => (isEarly ? script : answerTo(question));
    set.client.speculate(REF, Q);
    await set.world.advance(100);
    const answer = read(set);
    await set.world.advance(10_000);
    expect([answer.firstMs(), answer.text()]).toEqual([2_000, 'On What is it?: yes.']);
    expect(set.told()).toEqual(['begun', `discarded ${reason}`]);
    expect([set.backend.asks.every(({ closed }) => closed), set.world.timers()]).toEqual([true, 0]);
  });

  test.each<[string, Step[]]>([
    ['hanging', [600_000]],
    ['failing after the submit', [1_000, new Error('reset')]],
    ['empty after the submit', [1_000, start, finish('stop')]],
  ])('%s, with no word by the submit', async (_what, script) => {
    const set = await warmed();
    set.backend.script = (question, isEarly) => (isEarly ? script : answerTo(question));
    set.client.speculate(REF, Q);
    await set.world.advance(500);
    const answer = read(set);
    await set.world.advance(10_000);
    // Nothing is measured yet, so the question goes at once.
    expect([answer.firstMs(), answer.text()]).toEqual([2_000, 'On What is it?: yes.']);
    expect([set.backend.asks.every(({ closed }) => closed), set.world.timers()]).toEqual([true, 0]);
  });

  test('lost while it waits, with words to show', async () => {
    const set = await warmed();
    const lost: Step[] = [start, { type: 'text', text: 'Wha' }, 1_000, new ForewarmError('stream-cut', 'Cut.')];
    set.backend.script = (question, isEarly) => (isEarly ? lost : answerTo(question));
    set.client.speculate(REF, Q);
    await set.world.advance(500);
    const observer = new AskObserver(set.client);
    void observer.ask(REF, Q.question);
    await set.world.advance(100);
    expect(observer.getSnapshot()).toMatchObject({ answer: 'Wha', timing: { begunMs: 500, ttftMs: 0 } });
    await set.world.advance(2_500);
    const timing = { begunMs: null, ttftMs: 2_500 };
    expect(observer.getSnapshot()).toMatchObject({
      status: 'done',
      answer: 'On What is it?: yes.',
      restarted: true,
      timing,
    });
  });

  test('silent after its first words, as when its server is frozen', async () => {
    const set = await warmed();
    read(set, { question: 'Earlier.' });
    await set.world.advance(5_000);
    set.backend.script = (question, isEarly) =>
      isEarly ? [start, { type: 'text', text: 'Wha' }, 600_000] : answerTo(question);
    set.client.speculate(REF, Q);
    await set.world.advance(500);
    const observer = new AskObserver(set.client);
    void observer.ask(REF, Q.question);
    await set.world.advance(100);
    expect(observer.getSnapshot()).toMatchObject({ answer: 'Wha', timing: { ttftMs: 0 } });
    await set.world.advance(5_000);
    expect(observer.getSnapshot()).toMatchObject({
      status: 'done',
      answer: 'On What is it?: yes.',
      restarted: true,
      timing: { begunMs: null, ttftMs: 4_500 },
    });
    expect([set.backend.asks.every(({ closed }) => closed), set.world.timers()]).toEqual([true, 0]);
    expect(set.told()).toEqual(['begun', 'adopted']);
  });

  test('hanging for longer than hits take by now', async () => {
    const set = await warmed();
    read(set, { question: 'Earlier.' });
    await set.world.advance(5_000);
    set.backend.script = (question, isEarly) => (isEarly ? [600_000] : answerTo(question));
    set.client.speculate(REF, Q);
    await set.world.advance(2_600);
    const answer = read(set);
    await set.world.advance(10_000);
    expect(answer.firstMs()).toBe(2_000);
  });

  test('a failed one is not tried again at once; where the server does not offer them, never', async () => {
    const set = await warmed();
    set.backend.script = (question, isEarly) =>
      isEarly ? [new ForewarmError('overloaded', 'Later.')] : answerTo(question);
    set.client.speculate(REF, Q);
    await set.world.advance(0);
    expect(set.client.speculate(REF, { question: 'Next?' })).toEqual({ status: 'skipped', reason: 'back-off' });
    await set.world.advance(5_000);
    set.backend.script = () => [new ForewarmError('not-found', 'They are off here.', { status: 404 })];
    expect(set.client.speculate(REF, Q)).toEqual({ status: 'begun' });
    await set.world.advance(3_600_000);
    await set.client.warm(REF);
    expect(set.client.speculate(REF, Q)).toEqual({ status: 'skipped', reason: 'not-offered' });
  });
});

test('one that goes on before the question asked beside it speaks is the answer', async () => {
  const set = await warmed();
  const [start, , , finish] = answerTo('').slice(1) as AskEvent[];
  const slow: Step[] = [start!, { type: 'text', text: 'Sl' }, 4_000, { type: 'text', text: 'ow.' }, finish!];
  set.backend.script = (question, isEarly) => (isEarly ? slow : answerTo(question));
  set.client.speculate(REF, Q);
  await set.world.advance(500);
  const observer = new AskObserver(set.client);
  void observer.ask(REF, Q.question);
  await set.world.advance(5_000);
  expect(observer.getSnapshot()).toMatchObject({ status: 'done', answer: 'Slow.', restarted: false });
  expect(set.backend.asks.map(({ question, closed }) => [question, closed])).toEqual([
    [Q.question, true],
    [Q.question, true],
  ]);
  expect([set.told(), set.world.timers()]).toEqual([['begun', 'adopted'], 0]);
});

describe('no answer is begun', () => {
  test.each<[string, PolicyOptions, (set: Setup) => void]>([
    ['disabled', { enabled: () => isOn }, () => void (isOn = false)],
    ['holdout', { holdout: { share: 1, unit: 'me' } }, () => {}],
    ['hidden', {}, ({ world }) => void (world.conditionsNow.hidden = true)],
    ['offline', {}, ({ world }) => void (world.conditionsNow.offline = true)],
    ['save-data', {}, ({ world }) => void (world.conditionsNow.saveData = true)],
    ['cold', {}, ({ world }) => world.sleep(400_000)],
    ['ask-in-flight', {}, ({ client }) => void client.ask(REF, Q).next()],
  ])('%s', async (reason, policy, act) => {
    isOn = true;
    const set = await warmed({}, policy);
    act(set);
    await set.world.advance(0);
    const before = set.backend.asks.length;
    expect(set.client.speculate(REF, Q)).toEqual({ status: 'skipped', reason });
    expect([set.backend.asks.length, set.told()]).toEqual([before, [`skipped ${reason}`]]);
  });
  let isOn = true;

  test('beyond the hour’s budget of discarded ones; adopted ones cost nothing of it', async () => {
    const set = await warmed({ perHour: 2 });
    for (const question of ['a', 'b', 'c']) {
      set.client.speculate(REF, { question });
      await set.world.advance(2_500);
      const answer = read(set, { question });
      await set.world.advance(0);
      await answer.done;
    }
    set.client.speculate(REF, { question: 'd' });
    set.client.speculate(REF, { question: 'e' });
    expect(set.client.speculate(REF, { question: 'f' })).toEqual({ status: 'skipped', reason: 'hourly-limit' });
  });

  test('before the warm has ended, and not where it fails', async () => {
    const set = setup();
    set.backend.warmMs = 10_000;
    void set.client.warm(REF);
    expect(set.client.speculate(REF, Q)).toEqual({ status: 'waiting' });
    await set.world.advance(9_000);
    expect(set.backend.asks.length).toBe(0);
    await set.world.advance(2_000);
    expect([set.backend.asks.length, set.told()]).toEqual([1, ['begun']]);

    const other = setup();
    other.backend.warmMs = 10_000;
    other.backend.fails = true;
    void other.client.warm(REF);
    other.client.speculate(REF, Q);
    await other.world.advance(11_000);
    expect([other.backend.asks.length, other.told()]).toEqual([0, ['skipped back-off']]);
  });

  test('without the option, which says so', () => {
    const world = fakeEnvironment();
    const client = new ForewarmClient({ adapter: new ScriptedBackend(world), environment: world });
    expect(() => client.speculate(REF, Q)).toThrow('speculativeAnswers()');
  });
});

test('each box has one at a time, two boxes have one each, and the end of the client ends them all', async () => {
  const set = await warmed();
  const [a, b] = [{}, {}];
  set.client.speculate(REF, { question: '1' }, { box: a });
  set.client.speculate(REF, { question: '2' }, { box: a });
  set.client.speculate(REF, { question: '3' }, { box: b });
  await set.world.advance(0);
  expect(set.backend.asks.map(({ closed }) => closed)).toEqual([true, false, false]);
  const counted = set.events.reduce(addEvent, NO_METRICS);
  expect(counted.speculations).toEqual({ begun: 3, adopted: 0, discarded: 1 });
  // An aborted answer reports no tokens: unknown, not zero.
  expect(counted.discarded.unreported).toBe(1);
  set.client.dispose();
  await set.world.advance(0);
  expect([set.backend.asks.every(({ closed }) => closed), set.world.timers()]).toEqual([true, 0]);
});
