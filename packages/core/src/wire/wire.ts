import type { FinishReason, WarmResult } from '../adapter/adapter.js';
import type { ErrorCode } from '../base/errors.js';
import type { CacheOutcome, Usage } from '../adapter/usage.js';

/** Answer of `POST …/warm`: always 200 where the request itself was in order. */
export type WarmResponseBody = (WarmResult | { readonly status: 'failed'; readonly error: ErrorBody }) & {
  /** The longest question the server takes, in characters; comes with `warmed`. */
  readonly maxQuestionLength?: number | undefined;
};

/**
 * The kit's own figures inside an answer stream, as the `data` of a `data-forewarm` part; each
 * later part holds all of the earlier.
 */
export interface ForewarmPart {
  readonly hash?: string | undefined;
  readonly model?: string | undefined;
  readonly drifted?: boolean | undefined;
  readonly waitedMs?: number | undefined;
  readonly usage?: Usage | undefined;
  readonly outcome?: CacheOutcome | undefined;
  readonly ttlMs?: number | undefined;
  readonly reason?: FinishReason | undefined;
  readonly missReason?: string | undefined;
  /**
   * For the turn in later threads: empty until the answer is complete; absent where the server does
   * not sign turns.
   */
  readonly signature?: string | undefined;
  readonly error?: ErrorBody | undefined;
  /**
   * True where the server that wrote the answer was lost, and another asked the model again: what
   * came before this part is of the lost answer.
   */
  readonly restart?: boolean | undefined;
}

/**
 * An error as JSON: what a 4xx or 5xx answers under `error`, and what a stream that fails carries.
 */
export interface ErrorBody {
  readonly code: ErrorCode;
  /** A sentence that says what to do. */
  readonly message: string;
  readonly retryable: boolean;
  /** HTTP status of whoever refused, where there was one. */
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
}
