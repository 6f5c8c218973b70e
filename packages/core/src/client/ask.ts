import type { AskEvent, AskStart, CallOptions } from '../adapter/adapter.js';
import { ForewarmError, toForewarmError } from '../base/errors.js';
import type { LatencyKind } from '../adapter/estimate.js';
import { inHoldout } from '../policy/holdout.js';
import { type JoinContext, joinWarm, type Joined } from './joinWarm.js';
import type { PrefixEntry } from './prefixEntry.js';
import { unreadWarm } from '../policy/unread.js';
import { watch } from './waiting.js';

interface AskContext extends JoinContext {
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
  let join: Joined | null = null;
  try {
    join = yield* joinWarm(context, entry, options, submitted);
  } finally {
    if (!join) emit({ type: 'ask-stopped', ...stamp(), joining: true, totalMs: elapsed() });
  }
  const { joined, raced } = join;
  let waited = join.waitedMs;
  let restarted = false;
  const heldOut = policy.holdout !== null && inHoldout(policy.holdout);
  let ended = false;
  let adopted = false;
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
    const { restarts } = options;
    for await (const event of open({ signal: life.signal, expectHash, waitedMs: waited, alive, restarts })) {
      life.alive();
      if (event.type === 'adopted') adopted = true;
      if (event.type === 'restart') {
        restarted = true;
        adopted = false;
        // The text that stays is yet to come.
        ttftMs = null;
        emit({ type: 'ask-restarted', ...stamp() });
      }
      if (event.type === 'start') {
        waited = join.waitedMs + (event.waitedMs ?? 0);
        const { hash } = event;
        const drifted = event.drifted ?? (expectHash !== undefined && hash !== '' && hash !== expectHash);
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
        const figures = {
          joined,
          raced,
          heldOut,
          ...(adopted && { adopted }),
          waitedMs: waited,
          ttftMs,
          totalMs: elapsed(),
        };
        const kind = outcome === 'hit' ? 'hit' : outcome === 'miss' ? 'cold' : null;
        // The time to the loss is not the backend's, and one begun before says nothing of how long a question takes.
        if (kind && ttftMs !== null && !restarted && !adopted) context.learn(kind, usage.prompt, ttftMs - waited);
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
      emit({ type: 'ask-stopped', ...stamp(), joining: false, totalMs: elapsed() });
      throw options.signal.reason;
    }
    // An adapter may report the end it was given in its own words: the reason it was ended for is the one to tell.
    const error = toForewarmError(life.signal.aborted ? life.signal.reason : thrown);
    emit({ type: 'ask-failed', ...stamp(), error, totalMs: elapsed() });
    throw error;
  } finally {
    life.clear();
    entry.settle({ type: 'ask-ended' });
    if (!ended) emit({ type: 'ask-stopped', ...stamp(), joining: false, totalMs: elapsed() });
  }
}
