import type { Turn } from '../base/turn.js';
import type { Latencies } from '../adapter/estimate.js';
import type { Decision, PrefixState } from '../policy/policy.js';
import type { SkipReason } from '../policy/skipReason.js';
import type { Prefix } from '../prefix/prefix.js';
import type { PrefixRef } from '../prefix/prefixRef.js';
import type { OpenAsk } from './ask.js';
import type { ForewarmClient } from './ForewarmClient.js';

/**
 * Begins answers before their questions: `speculativeAnswers()` of `@forewarm/core/speculation`.
 */
export type Speculator = <P extends Prefix | PrefixRef>(host: SpeculationHost<P>) => Speculations<P>;

/** What a `Speculator` works with. */
export interface SpeculationHost<P extends Prefix | PrefixRef> {
  readonly client: ForewarmClient<P>;
  /** The prefix's state, and what the policy says to a warm now. */
  readonly look: (prefix: P) => {
    readonly state: PrefixState;
    readonly decision: Decision;
    readonly latencies: Latencies;
  };
}

export interface SpeculationOptions {
  /** Whose answer it is: one at a time for each. Default: the client's. */
  readonly box?: object | undefined;
  /** Opens the answer. Default: the adapter's `ask`. */
  readonly open?: OpenAsk | undefined;
  /**
   * What else must be the same when the question is sent, such as a chat's messages. Default:
   * nothing.
   */
  readonly also?: string | undefined;
}

/** `begun`, `waiting` for the warm in flight, or `skipped` with a reason. */
export type SpeculationReport =
  { readonly status: 'begun' | 'waiting' } | { readonly status: 'skipped'; readonly reason: SpeculationSkip };

/**
 * Why no answer is begun: the policy's reason, a cold prefix, or a server that doesn't offer it.
 */
export type SpeculationSkip = SkipReason | 'cold' | 'not-offered' | 'hourly-limit';

/** A question that is sent, for which an answer may have been begun. */
export interface SentTurn {
  readonly turn: Turn;
  /** As for `SpeculationOptions`. */
  readonly also?: string | undefined;
}

/** How to begin an answer that something other than the adapter gives, such as a chat's route. */
export type SpeculationSource = (question: string) => Pick<SpeculationOptions, 'open' | 'also'>;

/** Follows one box's draft. */
export interface Draft<P extends Prefix | PrefixRef> {
  /**
   * Reports the text after an edit. Nothing leaves the browser until an answer is begun, by
   * `source` if given.
   */
  edit(prefix: P, text: string, source?: SpeculationSource): void;
  /** Stops waiting and discards the answer. */
  end(): void;
}

/** Answers begun ahead of their questions. */
export interface Speculations<P extends Prefix | PrefixRef> {
  begin(prefix: P, turn: Turn, options?: SpeculationOptions): SpeculationReport;
  /** Gives the answer begun for exactly this question; null if there is none. */
  take(prefix: P, sent: SentTurn): ((open: OpenAsk) => OpenAsk) | null;
  /** Discards a box's answer, or all. */
  drop(reason: 'changed' | 'left' | 'asked', box?: object): void;
  draft(): Draft<P>;
}
