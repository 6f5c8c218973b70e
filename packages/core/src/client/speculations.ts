import type { Turn } from '../base/turn.js';
import type { Latencies } from '../adapter/estimate.js';
import type { Decision, PrefixState } from '../policy/policy.js';
import type { SkipReason } from '../policy/skipReason.js';
import type { Prefix } from '../prefix/prefix.js';
import type { PrefixRef } from '../prefix/prefixRef.js';
import type { OpenAsk } from './ask.js';
import type { ForewarmClient } from './ForewarmClient.js';

export type Speculator = <P extends Prefix | PrefixRef>(host: SpeculationHost<P>) => Speculations<P>;

export interface SpeculationHost<P extends Prefix | PrefixRef> {
  readonly client: ForewarmClient<P>;
  /** What the policy says to a warm now. */
  readonly look: (prefix: P) => {
    readonly state: PrefixState;
    readonly decision: Decision;
    readonly latencies: Latencies;
  };
}

export interface SpeculationOptions {
  /** Has one answer at a time. Default: the client. */
  readonly box?: object | undefined;
  /** Default: the adapter's `ask`. */
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

export interface SentTurn {
  readonly turn: Turn;
  readonly also?: string | undefined;
}

/** Begins an answer by other means than the adapter, such as a chat's route. */
export type SpeculationSource = (question: string) => Pick<SpeculationOptions, 'open' | 'also'>;

export interface Draft<P extends Prefix | PrefixRef> {
  /** Nothing leaves the browser until an answer is begun, by `source` if given. */
  edit(prefix: P, text: string, source?: SpeculationSource): void;
  /** Stops waiting and discards the answer. */
  end(): void;
}

export interface Speculations<P extends Prefix | PrefixRef> {
  begin(prefix: P, turn: Turn, options?: SpeculationOptions): SpeculationReport;
  /** The answer begun for exactly this question. */
  take(prefix: P, sent: SentTurn, signal?: AbortSignal): ((open: OpenAsk) => OpenAsk) | null;
  /** One box's answer, or all. */
  drop(reason: 'changed' | 'left' | 'asked', box?: object): void;
  draft(): Draft<P>;
}
