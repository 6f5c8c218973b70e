import type { ForewarmError } from '../base/errors.js';
import type { SkipReason } from '../policy/skipReason.js';
import type { Warmth } from '../policy/warmth.js';

/** What a warm came to. Never a rejection: a warm that fails is no one's problem but its own. */
export type WarmReport =
  | { readonly status: 'warmed'; readonly warmth: Warmth; readonly wrote: boolean }
  | {
      readonly status: 'skipped';
      readonly reason: SkipReason;
      /**
       * Milliseconds after which trying again makes sense; null where the prefix can't be warmed at
       * all.
       */
      readonly retryAfterMs: number | null;
      /** The entry that made the warm needless, where one did. */
      readonly warmth: Warmth | null;
    }
  | { readonly status: 'failed'; readonly error: ForewarmError };
