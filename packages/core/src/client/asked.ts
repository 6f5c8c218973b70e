import { askFinished } from './askFinished.js';
import type { ClientContext } from './context.js';
import type { PrefixEntry } from './prefixEntry.js';
import { cacheOutcome, type Usage, UNKNOWN_USAGE } from '../adapter/usage.js';

/** What is known of an answer that came by other means. What is left out is unknown. */
export interface AskedAnswer {
  /** Tokens of the request, as the provider reported them. */
  readonly usage?: Usage | undefined;
  /** How long the entry it read or wrote lives, in milliseconds from the start of the question. */
  readonly ttlMs?: number | undefined;
  /** Milliseconds from the question to the first text that is not blank. */
  readonly ttftMs?: number | undefined;
}

/** Notes that the answer has come, so that the measures count it. Only the first call counts. */
export type Answered = (answer?: AskedAnswer) => void;

/**
 * A question that somebody else carries: it counts at once, since nobody has to say how it ended.
 * `hash` is that of the prefix, where it is known.
 */
export function noteAsked(context: ClientContext, entry: PrefixEntry, hash: string | undefined): Answered {
  const { policy, environment, emit } = context;
  const { key } = entry;
  const startedAt = environment.now();
  const submitted = environment.monotonic();
  const { warmth } = entry.state;
  const heldOut = policy.heldOut();
  entry.settle({ type: 'ask-started' });
  entry.settle({ type: 'ask-ended' });
  emit({ type: 'ask-started', at: startedAt, key, joined: false, heldOut });
  let told = false;
  return ({ usage = UNKNOWN_USAGE, ttlMs, ttftMs = null } = {}) => {
    if (told) return;
    told = true;
    const totalMs = environment.monotonic() - submitted;
    askFinished(context, entry, {
      startedAt,
      warmth,
      hash: hash ?? warmth?.hash ?? null,
      ttlMs,
      usage,
      outcome: cacheOutcome(usage),
      figures: { joined: false, raced: false, heldOut, waitedMs: 0, ttftMs, totalMs },
    });
  };
}
