import type { AskEvent, AskStart, CallOptions, LatencyHint } from './adapter.js';
import type { Environment } from './environment.js';
import { ForewarmError, toForewarmError } from './errors.js';
import type { Latencies, LatencyKind } from './estimate.js';
import type { ForewarmEvent } from './events.js';
import { inHoldout } from './holdout.js';
import { decideJoin, type JoinSituation } from './join.js';
import type { PolicyOptions } from './policyOptions.js';
import type { PrefixEntry } from './prefixEntry.js';
import type { Flight, WarmStore } from './store.js';
import { unreadWarm } from './unread.js';
import { waitFor, watch } from './waiting.js';

interface AskContext {
  readonly policy: PolicyOptions;
  readonly store: WarmStore;
  readonly environment: Environment;
  readonly latencies: Latencies;
  readonly hint: LatencyHint | undefined;
  readonly emit: (event: ForewarmEvent) => void;
  readonly learn: (kind: LatencyKind, tokens: number | null, ms: number) => void;
}

/** Opens the stream of an ask, once it may. */
export type OpenAsk = (options: CallOptions) => AsyncIterable<AskEvent>;

/** An ask with everything around it: the join before, the measures during, and afterwards what it says about the entry. */
export async function* measuredAsk(
  context: AskContext,
  entry: PrefixEntry,
  open: OpenAsk,
  options: CallOptions,
): AsyncGenerator<AskEvent, void, undefined> {
  const { policy, environment, emit } = context;
  const { key } = entry;
  const submitted = environment.monotonic();
  const elapsed = (): number => environment.monotonic() - submitted;
  const stamp = (): { at: number; key: string } => ({ at: environment.now(), key });

  options.signal?.throwIfAborted();
  let joining = true;
  let joined = false;
  let waited = 0;
  let raced = false;
  try {
    // A server behind a browser joins too: the bound is on what the person waits in all.
    const patienceMs = policy.join === 'never' ? 0 : policy.joinTimeoutMs - (options.waitedMs ?? 0);
    const flight = patienceMs > 0 ? await flightOf(context, key) : null;
    const join = flight && decideJoin(policy.join, situationOf(context, entry, patienceMs));
    joined = join !== null && join.waitMs > 0;
    raced = join !== null && join.waitMs === 0;
    if (flight && join && joined) {
      yield { type: 'join', waitedMs: null };
      const how = await waitFor(flight.ended, join.waitMs, environment, options.signal);
      waited = elapsed();
      raced = join.raced && how === 'timeout';
      emit({ type: 'ask-joined', ...stamp(), waitedMs: waited, timedOut: how === 'timeout' });
      yield { type: 'join', waitedMs: waited };
    }
    options.signal?.throwIfAborted();
    if (raced && join?.expected) emit({ type: 'ask-raced', ...stamp(), ...join.expected });
    joining = false;
  } finally {
    if (joining) emit({ type: 'ask-stopped', ...stamp(), joining, totalMs: elapsed() });
  }
  const heldOut = policy.holdout !== null && inHoldout(policy.holdout);
  let ended = false;
  let ttftMs: number | null = null;
  let start: AskStart | null = null;

  entry.settle({ type: 'ask-started' });
  emit({ type: 'ask-started', ...stamp(), joined, heldOut });
  const startedAt = environment.now();
  const { warmth } = entry.state;
  const expectHash = options.expectHash ?? warmth?.hash;
  const silence = (): Error =>
    new ForewarmError('timeout', `The backend sent nothing for ${policy.askTimeoutMs} ms; asking again may work.`);
  const life = watch(policy.askTimeoutMs, environment, silence, options.signal);
  try {
    // What arrives counts, not only what is told: a tool's input is told once it is whole.
    const alive = (): void => {
      life.alive();
      options.alive?.();
    };
    for await (const event of open({ signal: life.signal, expectHash, waitedMs: waited, alive })) {
      life.alive();
      if (event.type === 'start') {
        waited += event.waitedMs ?? 0;
        const drifted = event.drifted ?? (expectHash !== undefined && event.hash !== expectHash);
        if (drifted) emit({ type: 'prefix-drifted', ...stamp(), expected: expectHash ?? '', actual: event.hash });
        start = { ...event, waitedMs: waited, drifted };
        yield start;
        continue;
      }
      if (event.type === 'text' && ttftMs === null && event.text.trim() !== '') {
        ttftMs = elapsed();
        emit({ type: 'first-token', ...stamp(), waitedMs: waited, modelMs: ttftMs - waited, joined });
      }
      if (event.type === 'finish') {
        ended = true;
        const { usage, outcome, ttlMs } = event;
        if (ttlMs !== undefined && start) {
          entry.keepRead({ hash: start.hash, startedAt, ttlMs, usage }, context.store);
        }
        const figures = { joined, raced, heldOut, waitedMs: waited, ttftMs, totalMs: elapsed() };
        const kind = outcome === 'hit' ? 'hit' : outcome === 'miss' ? 'cold' : null;
        if (kind && ttftMs !== null) context.learn(kind, usage.prompt, ttftMs - waited);
        emit({ type: 'ask-finished', ...stamp(), usage, outcome, ...figures });
        const unread = raced ? null : unreadWarm(warmth, startedAt, usage, policy.marginMs);
        if (unread) emit({ type: 'warm-unread', ...stamp(), usage, warmAgeMs: startedAt - unread.startedAt });
      }
      yield event;
    }
    if (!ended)
      throw new ForewarmError('stream-cut', 'The answer ended before it was complete; asking again may work.');
  } catch (thrown) {
    if (ended) throw thrown;
    ended = true;
    if (options.signal?.aborted) {
      emit({ type: 'ask-stopped', ...stamp(), joining, totalMs: elapsed() });
      throw options.signal.reason;
    }
    // An adapter may report the end it was given in its own words: the reason it was ended for is the one to tell.
    const error = toForewarmError(life.signal.aborted ? life.signal.reason : thrown);
    emit({ type: 'ask-failed', ...stamp(), error, totalMs: elapsed() });
    throw error;
  } finally {
    life.clear();
    entry.settle({ type: 'ask-ended' });
    if (!ended) emit({ type: 'ask-stopped', ...stamp(), joining, totalMs: elapsed() });
  }
}

/** How long a store may take to say whether a write is under way, in milliseconds: longer, and asking it costs more than it can save. */
const STORE_PATIENCE_MS = 250;

/** The write of this prefix under way; a store that can't say, or not in time, costs the join, not the ask. */
async function flightOf({ store, environment }: AskContext, key: string): Promise<Flight | null> {
  try {
    const answer = store.flight(key);
    if (!(answer instanceof Promise)) return answer;
    let flight: Flight | null = null;
    await waitFor(
      answer.then((found) => (flight = found)),
      STORE_PATIENCE_MS,
      environment,
    );
    return flight;
  } catch {
    return null;
  }
}

function situationOf(context: AskContext, { state, lastWarm }: PrefixEntry, patienceMs: number): JoinSituation {
  const { latencies, hint, environment } = context;
  const running = lastWarm !== null && lastWarm.endedAt === null;
  const warmingMs = running ? environment.monotonic() - lastWarm.startedAt : null;
  return { warmingMs, tokens: state.tokens, latencies, hint, patienceMs };
}
