import type { ForewarmError } from '../base/errors.js';
import type { SkipReason } from './skipReason.js';
import type { Warmth } from './warmth.js';

/** A warm never rejects. */
export type WarmReport =
  | { readonly status: 'warmed'; readonly warmth: Warmth; readonly wrote: boolean }
  | {
      readonly status: 'skipped';
      readonly reason: SkipReason;
      /** Null if this prefix can't be warmed. */
      readonly retryAfterMs: number | null;
      /** Made the warm needless. */
      readonly warmth: Warmth | null;
    }
  | { readonly status: 'failed'; readonly error: ForewarmError };
