import type { Turn } from '../adapter/adapter.js';
import type { Latencies } from '../adapter/estimate.js';
import type { Decision, PrefixState } from '../policy/policy.js';
import type { SkipReason } from '../policy/skipReason.js';
import type { Prefix } from '../prefix/prefix.js';
import type { PrefixRef } from '../prefix/prefixRef.js';
import type { OpenAsk } from './ask.js';
import type { ForewarmClient } from './ForewarmClient.js';

/**
 * Begins answers before their questions are sent: `speculativeAnswers()` of
 * `@forewarm/core/speculation`.
 */
export type Speculator = <P extends Prefix | PrefixRef>(host: SpeculationHost<P>) => Speculations<P>;

/** What a `Speculator` works with. */
export interface SpeculationHost<P extends Prefix | PrefixRef> {
  readonly client: ForewarmClient<P>;
  /** What is known of a prefix, and what the policy says to a warm of it now. */
  readonly look: (prefix: P) => {
    readonly state: PrefixState;
    readonly decision: Decision;
    readonly latencies: Latencies;
  };
}

export interface SpeculationOptions {
  /** Whose answer it is: each box has one at a time. Default the client's own. */
  readonly box?: object | undefined;
  /** Opens the answer. Default: the adapter's `ask`. */
  readonly open?: OpenAsk | undefined;
  /**
   * What else must be the same when the question is sent, such as the messages of a chat. Default
   * nothing.
   */
  readonly also?: string | undefined;
}

/**
 * Whether an answer was begun: it was, it will be once the warm in flight has ended, or it is not,
 * and why.
 */
export type SpeculationReport =
  { readonly status: 'begun' | 'waiting' } | { readonly status: 'skipped'; readonly reason: SpeculationSkip };

/**
 * Why no answer is begun: a reason of the policy's, the prefix is not warm, or the server does not
 * offer it.
 */
export type SpeculationSkip = SkipReason | 'cold' | 'not-offered' | 'hourly-limit';

/**
 * How the answer to a question is begun where something else than the adapter answers, such as a
 * chat's own route.
 */
export type SpeculationSource = (question: string) => Pick<SpeculationOptions, 'open' | 'also'>;

/** What follows a draft: one for each box. */
export interface Draft<P extends Prefix | PrefixRef> {
  /**
   * The text as it stands after an edit; it goes no further before an answer is begun, by `source`
   * where something else than the adapter answers.
   */
  edit(prefix: P, text: string, source?: SpeculationSource): void;
  /** Ends the wait and discards what was begun. */
  end(): void;
}

/** Answers begun ahead of their questions. */
export interface Speculations<P extends Prefix | PrefixRef> {
  begin(prefix: P, turn: Turn, options?: SpeculationOptions): SpeculationReport;
  /**
   * The way to an answer begun for exactly this question, given the usual way; null where none
   * fits.
   */
  take(prefix: P, turn: Turn, also?: string): ((open: OpenAsk) => OpenAsk) | null;
  /** Discards what a box has begun; everything, where a question goes first. */
  drop(reason: 'changed' | 'left' | 'asked', box?: object): void;
  /** Follows what is typed into a box. */
  draft(): Draft<P>;
}
