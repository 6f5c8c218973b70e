import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallOptions } from '../adapter/adapter.js';
import { ForewarmError } from '../base/errors.js';
import { AskObserver } from '../client/AskObserver.js';
import { ForewarmClient } from '../client/ForewarmClient.js';
import { memoryStore } from '../client/memoryStore.js';
import type { SharedStore } from '../client/sharing.js';
import type { Stored } from '../client/store.js';
import { addEvent, type Metrics, NO_METRICS } from '../metrics/metrics.js';
import { prefixKey, type PrefixRef } from '../prefix/prefixRef.js';
import { fakeEnvironment } from '../testing/fakeEnvironment.js';
import { answerTo, ScriptedBackend, type Step } from '../testing/scriptedBackend.js';
import { speculativeAnswers } from './speculativeAnswers.js';

const STARTER = '§ What is in it?';
const LONG = '§ What is the purpose of the BtShared structure in this source file';
/** Each but the empty one holds a mark that appears nowhere else. */
const TEXTS = ['', '§', LONG, `${LONG}?`, `${LONG}? `, `${LONG}? And`, `${LONG}? And why?`, STARTER];
const MOODS = ['well', 'fails', 'refuses', 'hangs', 'freezes', 'calls', 'breaks', 'says nothing', 'floods'] as const;
type Mood = (typeof MOODS)[number];

type Act =
  | { readonly do: 'edit'; readonly box: 0 | 1; readonly text: string }
  | { readonly do: 'submit'; readonly box: 0 | 1 }
  | { readonly do: 'stop'; readonly box: 0 | 1 }
  | { readonly do: 'switch'; readonly prefix: number }
  | { readonly do: 'click' }
  | { readonly do: 'hash' | 'warm' | 'starter' }
  | { readonly do: 'pass' | 'sleep' | 'jump'; readonly ms: number }
  | { readonly do: 'mood'; readonly mood: Mood };

const box = fc.constantFrom<(0 | 1)[]>(0, 1);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('edit' as const), box, text: fc.constantFrom(...TEXTS) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 4_000 }) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('submit' as const), box }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stop' as const), box }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('switch' as const), prefix: fc.integer({ min: 0, max: 2 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('warm' as const, 'starter' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('click' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hash' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('sleep' as const, 'jump' as const),
      ms: fc.integer({ min: -20_000, max: 400_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('mood' as const), mood: fc.constantFrom(...MOODS) }) },
  { weight: 2, arbitrary: fc.constant({ do: 'mood' as const, mood: 'well' as const }) },
);

/** A question that is typed, thought over and sent, with anything in between. */
const thought: fc.Arbitrary<readonly Act[]> = fc
  .record({
    box,
    text: fc.constantFrom(...TEXTS.slice(3)),
    ms: fc.integer({ min: 0, max: 6_000 }),
    between: fc.array(act, { maxLength: 2 }),
  })
  .map(({ box: at, text, ms, between }) => [
    { do: 'warm' },
    { do: 'edit', box: at, text },
    { do: 'pass', ms },
    ...between,
    { do: 'submit', box: at },
  ]);
const acts = fc.oneof({ weight: 3, arbitrary: act.map((one) => [one]) }, { weight: 1, arbitrary: thought });

/** Marks one request's words. */
const mark = (n: number): string => `<${n}>`;

function script(mood: Mood, n: number, hash: string, question: string, id: string): readonly Step[] {
  const start: Step = { type: 'start', hash };
  const words: Step = { type: 'text', text: `${mark(n)}${id}|${hash}|${question}` };
  const [, , , , finish] = answerTo('') as [Step, Step, Step, Step, Step];
  switch (mood) {
    case 'well':
      return [2_000, start, words, 500, finish];
    case 'fails':
      return [300, new ForewarmError('overloaded', 'No.')];
    case 'refuses':
      return [new ForewarmError('rate-limited', 'No.', { status: 429, retryAfterMs: 1_000 })];
    case 'hangs':
      return [300_000];
    case 'freezes':
      return [500, start, words, 300_000];
    case 'calls':
      return [500, start, words, { type: 'tool-call', id: '1', name: 'order', input: {} }, finish];
    case 'breaks':
      return [500, start, words, 400, new ForewarmError('stream-cut', 'Cut.')];
    case 'says nothing':
      return [500, start, finish];
    case 'floods':
      return [start, ...Array.from({ length: 300 }, () => words), finish];
  }
}

/** In all histories: without any, they would prove nothing. */
let adopted = 0;

/** Plays a history with two boxes; throws if a promise is broken. */
async function live(history: readonly Act[]): Promise<void> {
  const world = fakeEnvironment();
  const backend = new ScriptedBackend(world);
  const kept: string[] = [];
  const store = memoryStore({ now: world.now });
  const noted: SharedStore = {
    ...store,
    set: (key, value, ms) => (kept.push(JSON.stringify(value)), store.set(key, value, ms)),
  };
  let metrics: Metrics = NO_METRICS;
  const told: string[] = [];
  let mood: Mood = 'well';
  let prefix: PrefixRef = { id: '0' };
  let requests = 0;
  /** Requests whose question was sent. */
  const sent = new Set<CallOptions>();
  const client = new ForewarmClient<PrefixRef>({
    adapter: backend,
    environment: world,
    store: noted,
    speculation: speculativeAnswers({ perHour: 1_000 }),
    onEvent(event) {
      told.push(JSON.stringify(event));
      metrics = addEvent(metrics, event);
      if (event.type === 'speculation-adopted') adopted++;
    },
  });
  const idOf = new Map<number, string>();
  backend.script = (question) => script(mood, requests, backend.hash, question, idOf.get(requests++)!);
  const ask = backend.ask.bind(backend);
  backend.ask = (asked, turn, options) => {
    idOf.set(backend.asks.length, asked.id);
    void options?.adoption?.then(() => sent.add(options));
    return ask(asked, turn, options);
  };
  const boxes = [0, 1].map(() => ({
    text: '',
    draft: client.speculations!.draft(),
    observer: new AskObserver<PrefixRef>(client),
    /** The question, where it was asked, and which version of the prefix was warm. */
    asked: null as { question: string; id: string; before: number; known: string | undefined } | null,
  }));
  const knownHash = (of: PrefixRef): string | undefined => {
    const value = (store.get(prefixKey(of)) as Stored | null)?.value;
    return value && 'hash' in value ? value.hash : undefined;
  };
  const check = (): void => {
    const parked = backend.asks.filter(({ closed, options }) => !closed && options.adoption && !sent.has(options));
    // One for each box, and one for the starter.
    expect(parked.length).toBeLessThanOrEqual(3);
    for (const { observer, asked } of boxes) {
      const { answer } = observer.getSnapshot();
      if (answer === '' || !asked) continue;
      const said = answer.replaceAll(/<\d+>/g, '\n').trim().split('\n');
      for (const words of said) {
        const [id, hash, ...question] = words.split('|');
        expect([id, question.join('|')]).toEqual([asked.id, asked.question]);
        const n = Number(answer.match(/\d+/)![0]);
        const isEarly = n < asked.before && asked.known !== undefined;
        expect(isEarly ? hash : asked.known).toBe(asked.known);
      }
      // All of one request: nothing of a discarded one.
      expect(new Set(answer.match(/<\d+>/g)).size).toBe(1);
    }
  };

  /** A new version of the text, warmed by another tab. */
  const deploy = (): void => {
    backend.hash = `${backend.hash}'`;
    const warmth = (store.get(prefixKey(prefix)) as Stored | null)?.value;
    if (warmth && 'hash' in warmth) void store.set(prefixKey(prefix), { ...warmth, hash: backend.hash }, 300_000);
  };
  const pages = ['0', '1', '2'].map((id): PrefixRef => ({ id }));
  const leave = pages.map((page) => client.subscribe(page, () => {}));
  for (const page of pages) await client.warm(page);
  for (const step of history) {
    if (step.do === 'edit') {
      boxes[step.box]!.text = step.text;
      boxes[step.box]!.draft.edit(prefix, step.text);
    } else if (step.do === 'submit' || step.do === 'click') {
      const each = boxes[step.do === 'click' ? 0 : step.box]!;
      const question = step.do === 'click' ? STARTER : each.text.trim();
      if (question !== '' && !each.observer.busy) {
        const known = knownHash(prefix);
        each.asked = { question, id: prefix.id, before: requests, known };
        each.text = '';
        void each.observer.ask(prefix, question);
        await world.advance(0);
      }
    } else if (step.do === 'stop') boxes[step.box]!.observer.stop();
    else if (step.do === 'switch') prefix = pages[step.prefix]!;
    else if (step.do === 'hash') deploy();
    else if (step.do === 'warm') await client.warm(prefix);
    else if (step.do === 'starter') client.speculate(prefix, { question: STARTER });
    else if (step.do === 'mood') mood = step.mood;
    else if (step.do === 'sleep') world.sleep(Math.abs(step.ms));
    else if (step.do === 'jump') world.jump(step.ms);
    else if (step.do === 'pass') await world.advance(step.ms);
    check();
  }

  for (const end of leave) end();
  for (const { draft } of boxes) draft.end();
  await world.advance(20_000);
  check();
  for (const { observer } of boxes) observer.stop();
  client.dispose();
  await world.advance(0);
  expect([world.timers(), backend.asks.filter(({ closed }) => !closed).length]).toEqual([0, 0]);
  for (const { options } of backend.asks) expect(getEventListeners(options.signal!, 'abort').length).toBe(0);
  // No event, stored value or metric holds words of a draft or an answer.
  expect([...told, ...kept, JSON.stringify(metrics)].filter((text) => /<\d+>|§/.test(text))).toEqual([]);
}

/** `RUNS=2000` plays 100,000 edits, switches, stops, submits and failures. */
const RUNS = Number(process.env['RUNS'] ?? 100);

test('whatever is edited, sent, stopped and fails, an answer is only ever that of its own question, and nothing is left behind', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { minLength: 14, maxLength: 52 }), (all) => live(all.flat())),
    { numRuns: RUNS },
  );
  expect(adopted).toBeGreaterThan(RUNS / 2);
}, 600_000);
