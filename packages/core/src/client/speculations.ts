import type { Turn } from '../base/turn.js';
import type { Latencies } from '../adapter/estimate.js';
import type { Decision, PrefixState } from '../policy/policy.js';
import type { SkipReason } from '../policy/skipReason.js';
import type { Prefix } from '../prefix/prefix.js';
import type { PrefixRef } from '../prefix/prefixRef.js';
import type { OpenAsk } from './ask.js';
import type { ForewarmClient } from './ForewarmClient.js';

/** Begins answers before their questions. */
export type Speculator = <P extends Prefix | PrefixRef>(host: SpeculationHost<P>) => Speculations<P>;

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
  /** The answer's owner, with one answer at a time. Default: the client. */
  readonly box?: object | undefined;
  /** Opens the answer. Default: the adapter's `ask`. */
  readonly open?: OpenAsk | undefined;
  /**
   * What else must stay the same until the question, such as a chat's messages. Default: nothing.
   */
  readonly also?: string | undefined;
}

/** `waiting` for the warm in flight. */
export type SpeculationReport =
  { readonly status: 'begun' | 'waiting' } | { readonly status: 'skipped'; readonly reason: SpeculationSkip };

export type SpeculationSkip = SkipReason | 'cold' | 'not-offered' | 'hourly-limit';

/** A sent question, whose answer may have been begun. */
export interface SentTurn {
  readonly turn: Turn;
  /** As in `SpeculationOptions`. */
  readonly also?: string | undefined;
}

/** Begins an answer by other means than the adapter, such as a chat's route. */
export type SpeculationSource = (question: string) => Pick<SpeculationOptions, 'open' | 'also'>;

/** Follows one box's draft. */
export interface Draft<P extends Prefix | PrefixRef> {
  /** Reports an edit. Nothing leaves the browser until an answer is begun, by `source` if given. */
  edit(prefix: P, text: string, source?: SpeculationSource): void;
  /** Stops waiting and discards the answer. */
  end(): void;
}

export interface Speculations<P extends Prefix | PrefixRef> {
  begin(prefix: P, turn: Turn, options?: SpeculationOptions): SpeculationReport;
  /** Gives the answer begun for exactly this question, or null. */
  take(prefix: P, sent: SentTurn): ((open: OpenAsk) => OpenAsk) | null;
  /** Discards a box's answer, or all. */
  drop(reason: 'changed' | 'left' | 'asked', box?: object): void;
  draft(): Draft<P>;
}
