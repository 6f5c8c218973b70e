import {
  type Adapter,
  type AskEvent,
  type CallOptions,
  definePolicy,
  type Environment,
  ForewarmClient,
  type PrefixRef,
} from '@forewarm/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasEnded, LANES, type LaneName, type Run, runningRun } from './race.js';
import { RaceRunner } from './RaceRunner.js';

type Step =
  | { readonly do: 'ask' | 'hold' | 'stop' | 'retry' | 'reset' }
  | { readonly do: 'warmth'; readonly status: 'cold' | 'warming' | 'fresh' | 'failed' | 'skipped' }
  | { readonly do: 'token' | 'finish' | 'fail'; readonly lane: LaneName; readonly ms: number };

const lane = fc.constantFrom(...LANES);
// All steps together stay below the 120 s after which the client gives up a silent backend.
const ms = fc.integer({ min: 1, max: 3_000 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('ask' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('hold', 'stop', 'retry', 'reset') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('warmth' as const),
      status: fc.constantFrom('cold', 'warming', 'fresh', 'failed', 'skipped'),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('token' as const), lane, ms }) },
  { weight: 12, arbitrary: fc.record({ do: fc.constant('finish' as const), lane, ms }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('fail' as const), lane, ms }) },
);

/** One call of the backend: what it was asked, when, and what it has said. */
interface Call {
  readonly name: string;
  readonly lane: LaneName;
  readonly question: string;
  readonly askedAt: number;
  firstTokenAt: number | null;
  said: string;
  end: 'finish' | 'fail' | null;
  aborted: boolean;
  /** Lets it say one thing more. */
  next: (what: 'token' | 'finish' | 'fail') => void;
}

/** A backend that says something only when the test tells it to, each call in words of its own. */
class Backend implements Adapter<PrefixRef> {
  readonly name = 'backend';
  readonly calls: Call[] = [];
  readonly #world: { now: number };
  constructor(world: { now: number }) {
    this.#world = world;
  }

  async warm(): Promise<{ status: 'skipped'; reason: 'unsupported' }> {
    return { status: 'skipped', reason: 'unsupported' };
  }

  async *ask(
    { params }: PrefixRef,
    { question }: { question: string },
    { signal }: CallOptions = {},
  ): AsyncGenerator<AskEvent> {
    const call: Call = {
      name: `call ${this.calls.length};`,
      lane: /^\w+/.exec(JSON.stringify(params?.['run']).slice(1))?.[0] as LaneName,
      question,
      askedAt: this.#world.now,
      firstTokenAt: null,
      said: '',
      end: null,
      aborted: false,
      next: () => undefined,
    };
    this.calls.push(call);
    signal?.addEventListener('abort', () => (call.aborted = true));
    yield { type: 'start', hash: 'h' };
    for (;;) {
      const what = await new Promise<'token' | 'finish' | 'fail'>((resolve, reject) => {
        call.next = resolve;
        if (call.aborted) reject(signal?.reason);
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
      if (what === 'fail') {
        call.end = 'fail';
        throw new Error(call.name);
      }
      if (what === 'finish') {
        call.end = 'finish';
        yield {
          type: 'finish',
          reason: 'stop',
          usage: { prompt: null, cacheRead: null, cacheWrite: null, output: null },
          outcome: 'unknown',
        };
        return;
      }
      call.firstTokenAt ??= this.#world.now;
      call.said += call.name;
      yield { type: 'text', text: call.name };
    }
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function play(
  steps: readonly Step[],
): Promise<{ runs: readonly Run[]; calls: readonly Call[]; asked: readonly string[] }> {
  const world = { now: 0 };
  const environment: Environment = {
    now: () => 1_800_000_000_000 + world.now,
    monotonic: () => world.now,
    setTimeout(callback) {
      const timer = setImmediate(callback);
      return () => clearImmediate(timer);
    },
  };
  const backend = new Backend(world);
  const client = new ForewarmClient<PrefixRef>({
    adapter: backend,
    environment,
    policy: definePolicy({ joinTimeoutMs: 0 }),
  });
  const prefixOf = (context: string, name: LaneName): PrefixRef => ({
    id: 'doc',
    params: { run: `${name}-${context}` },
  });
  const runner = new RaceRunner(client, prefixOf, 'c0');
  /** What a person has sent, in order: what the rows must be. */
  const asked: string[] = [];
  let held: string | null = null;
  for (const [index, one] of steps.entries()) {
    const question = `question ${index}`;
    if (one.do === 'token' || one.do === 'finish' || one.do === 'fail') {
      world.now += one.ms;
      backend.calls.findLast((call) => call.lane === one.lane)?.next(one.do);
    } else if (one.do === 'warmth') {
      if (held !== null && one.status !== 'cold' && one.status !== 'warming') {
        asked.push(held);
        held = null;
      }
      runner.dispatch({ type: 'warmth', status: one.status });
    } else {
      if (one.do === 'ask') asked.push(question);
      if (one.do === 'retry' && asked.length > 0) asked.push(asked.at(-1)!);
      if (one.do !== 'retry' || asked.length > 0) held = one.do === 'hold' ? question : null;
      if (one.do === 'ask' || one.do === 'hold') runner.dispatch({ type: one.do, question });
      else if (one.do === 'reset') runner.dispatch({ type: 'reset', context: `c${index}` });
      else runner.dispatch({ type: one.do });
    }
    await settled();
    await settled();
  }
  return { runs: runner.getSnapshot().runs, calls: backend.calls, asked };
}

/** What a run says of a lane that is not what the backend saw of that lane's call. */
function faultsOf(run: Run, name: LaneName, call: Call | undefined): string[] {
  const { question, answer, status, timing, error } = run.lanes[name];
  const ttftMs = timing?.ttftMs ?? null;
  // One that was stopped before its request went out has no call.
  if (!call) return run.end === null ? ['it goes on without a call'] : [];
  const faults: readonly (readonly [string, boolean])[] = [
    ['another question', question !== run.question],
    ['words of another call', !call.said.startsWith(answer)],
    ['time of another call', ttftMs !== null && ttftMs !== call.firstTokenAt! - call.askedAt],
    ['done before its end', status === 'done' && (call.end !== 'finish' || call.said !== answer)],
    ['the failure of another', status === 'failed' && (call.end !== 'fail' || error?.message !== call.name)],
    ['a lane that goes on in a run that ended', run.end !== null && !hasEnded(run.lanes[name])],
    ['a request left open', run.end !== null && call.end === null && !call.aborted],
  ];
  return faults.filter(([, is]) => is).map(([fault]) => fault);
}

test('no run is lost or counted for another, whatever happens in whatever order', { timeout: 120_000 }, async () => {
  let complete = 0;
  let incomplete = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30, size: 'max' }), async (steps) => {
      const { runs, calls, asked } = await play(steps);
      expect(runs.map(({ question }) => question)).toEqual(asked);
      expect(runs.map(({ id }) => id)).toEqual(asked.map((_, index) => index + 1));
      const unclaimed = new Set(calls);
      for (const run of runs) {
        for (const name of LANES) {
          const call = calls.find((one) => unclaimed.has(one) && one.lane === name && one.question === run.question);
          if (call) unclaimed.delete(call);
          expect(faultsOf(run, name, call)).toEqual([]);
        }
        const statuses = LANES.map((name) => run.lanes[name].status);
        const isComplete = statuses.every((status) => status === 'done');
        expect(run.end === 'complete').toBe(isComplete);
        if (isComplete) complete++;
        else incomplete++;
      }
      expect(unclaimed.size).toBe(0);
      expect(runs.slice(0, -1).every(({ end }) => end !== null)).toBe(true);
      expect(runningRun({ runs, context: '', held: null })?.id ?? runs.length).toBe(runs.length);
    }),
    { numRuns: 1_000, seed: 19 },
  );
  // The sequences were not all of one kind.
  expect(Math.min(complete, incomplete)).toBeGreaterThan(100);
});
