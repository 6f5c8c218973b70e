import type { FinishReason, WarmResult } from '../adapter/adapter.js';
import type { ErrorCode } from '../base/errors.js';
import type { CacheOutcome, Usage } from '../adapter/usage.js';

/** Answers `POST …/warm`: always 200 for a valid request. */
export type WarmResponseBody = (WarmResult | { readonly status: 'failed'; readonly error: ErrorBody }) & {
  /** In characters; comes with `warmed`. */
  readonly maxQuestionLength?: number | undefined;
};

/**
 * The kit's figures in an answer stream, as `data` of `data-forewarm` parts; each includes the
 * earlier ones.
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
  /** The turn's: empty until complete; absent if the server signs none. */
  readonly signature?: string | undefined;
  readonly error?: ErrorBody | undefined;
  /** What came before belongs to a lost answer. */
  readonly restart?: boolean | undefined;
}

/** The `error` of a 4xx or 5xx, or of a failed stream. */
export interface ErrorBody {
  readonly code: ErrorCode;
  /** For people, with what to do. */
  readonly message: string;
  readonly retryable: boolean;
  /** Of the refusal. */
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
}
