import type { Adapter, AskEvent, AskFinish, AskStart, CallOptions, Turn } from './adapter.js';
import type { Environment } from './environment.js';
import { ForewarmError, toForewarmError } from './errors.js';
import type { ForewarmEvent } from './events.js';
import type { PolicyOptions } from './policyOptions.js';
import type { PrefixEntry } from './prefixEntry.js';
import type { WarmStore } from './store.js';
import { waitFor, watch } from './waiting.js';
import type { Warmth } from './warmth.js';

interface AskContext<P> {
  readonly adapter: Adapter<P>;
  readonly policy: PolicyOptions;
  readonly store: WarmStore;
  readonly environment: Environment;
  emit(event: ForewarmEvent): void;
}

/** An ask with everything around it: the join before, the measures during, and afterwards what it says about the entry. */
export async function* measuredAsk<P>(
  context: AskContext<P>,
  entry: PrefixEntry,
  prefix: P,
  turn: Turn,
  options: CallOptions,
): AsyncGenerator<AskEvent, void, undefined> {
  const { adapter, policy, environment } = context;
  const emit = (event: ForewarmEvent): void => context.emit(event);
  const { key } = entry;
  const submitted = environment.monotonic();
  const elapsed = (): number => environment.monotonic() - submitted;
  const stamp = (): { at: number; key: string } => ({ at: environment.now(), key });

  const { joined, waitedMs } = await join(context, entry, submitted, options.signal);
  let waited = waitedMs;
  let ended = false;
  let seen = false;
  let start: AskStart | null = null;

  entry.settle({ type: 'ask-started' });
  emit({ type: 'ask-started', ...stamp(), joined });
  const startedAt = environment.now();
  const expectHash = options.expectHash ?? entry.state.warmth?.hash;
  const silence = (): Error =>
    new ForewarmError('timeout', `The backend sent nothing for ${policy.askTimeoutMs} ms; asking again may work.`);
  const life = watch(policy.askTimeoutMs, environment, silence, options.signal);
  try {
    for await (const event of adapter.ask(prefix, turn, { signal: life.signal, expectHash })) {
      life.alive();
      if (event.type === 'start') {
        waited += event.waitedMs ?? 0;
        const drifted = event.drifted ?? (expectHash !== undefined && event.hash !== expectHash);
        if (drifted) emit({ type: 'prefix-drifted', ...stamp(), expected: expectHash ?? '', actual: event.hash });
        start = { ...event, waitedMs: waited, drifted };
        yield start;
        continue;
      }
      if (event.type === 'text' && !seen && event.text.trim() !== '') {
        seen = true;
        emit({ type: 'first-token', ...stamp(), waitedMs: waited, modelMs: elapsed() - waited, joined });
      }
      if (event.type === 'finish') {
        ended = true;
        keep(context, entry, startedAt, start, event);
        const { usage, outcome } = event;
        emit({ type: 'ask-finished', ...stamp(), usage, outcome, waitedMs: waited, totalMs: elapsed() });
      }
      yield event;
    }
    if (!ended)
      throw new ForewarmError('stream-cut', 'The answer ended before it was complete; asking again may work.');
  } catch (thrown) {
    if (ended) throw thrown;
    ended = true;
    if (options.signal?.aborted) {
      emit({ type: 'ask-stopped', ...stamp(), totalMs: elapsed() });
      throw options.signal.reason;
    }
    // An adapter may report the end it was given in its own words: the reason it was ended for is the one to tell.
    const error = toForewarmError(life.signal.aborted ? life.signal.reason : thrown);
    emit({ type: 'ask-failed', ...stamp(), error, totalMs: elapsed() });
    throw error;
  } finally {
    life.clear();
    entry.settle({ type: 'ask-ended' });
    if (!ended) emit({ type: 'ask-stopped', ...stamp(), totalMs: elapsed() });
  }
}

/** Waits for a warm in flight, as the policy has it. How the warm ends makes no difference to the ask. */
async function join<P>(
  context: AskContext<P>,
  { key }: PrefixEntry,
  submitted: number,
  signal: AbortSignal | undefined,
): Promise<{ joined: boolean; waitedMs: number }> {
  const { store, policy, environment } = context;
  if (signal?.aborted) throw signal.reason;
  if (policy.join === 'never') return { joined: false, waitedMs: 0 };
  const flight = await Promise.resolve(store.flight(key)).catch(() => null);
  if (!flight) return { joined: false, waitedMs: 0 };
  const how = await waitFor(flight.ended, policy.joinTimeoutMs, environment, signal);
  const waitedMs = environment.monotonic() - submitted;
  context.emit({ type: 'ask-joined', at: environment.now(), key, waitedMs, timedOut: how === 'timeout' });
  return { joined: true, waitedMs };
}

/** Notes the entry an ask has read or written, which lives on from the start of that ask. */
function keep<P>(
  { store }: AskContext<P>,
  entry: PrefixEntry,
  startedAt: number,
  start: AskStart | null,
  { ttlMs, usage }: AskFinish,
): void {
  if (ttlMs === undefined || start === null) return;
  const warmth: Warmth = {
    hash: start.hash,
    startedAt,
    expiresAt: startedAt + ttlMs,
    source: 'ask',
    asked: true,
    method: null,
    usage,
  };
  entry.settle({ type: 'ask-read', warmth });
  // A store that is down costs the next warm, not this answer.
  Promise.resolve(store.put(entry.key, warmth)).catch(() => null);
}
