import type { WarmMethod } from '../adapter/adapter.js';
import type { ForewarmError } from '../base/errors.js';
import type { SpeculationSkip } from './speculations.js';
import type { SkipReason } from '../policy/skipReason.js';
import type { Trigger } from '../policy/trigger.js';
import type { CacheOutcome, Usage } from '../adapter/usage.js';

/** Everything that happens to warms and asks. Durations are milliseconds. */
export type ForewarmEvent = Happening & {
  /** Wall clock, milliseconds since 1970. */
  readonly at: number;
  /** The prefix, as `prefixKey` gives it. */
  readonly key: string;
};

export type EventListener = (event: ForewarmEvent) => void;

/** Why a speculative answer was discarded. */
export type DiscardReason =
  /** The draft, prefix or settings changed. */
  | 'changed'
  /** Another question was asked. */
  | 'asked'
  /** The box was removed, or the client disposed of. */
  | 'left'
  /** Nobody asked within `parkMs` of its first words. */
  | 'expired'
  /** The backend was silent for too long, or the question itself was answered sooner. */
  | 'silent'
  /** It calls a tool, which must not run for an unsent question. */
  | 'tool-call'
  /** The model declined. */
  | 'refused'
  /** The model said nothing. */
  | 'empty'
  /** It used another prefix than the one that was warmed. */
  | 'drifted'
  | 'failed';

/** An event without its time and prefix. */
export type Happening =
  | { readonly type: 'warm-started'; readonly trigger: Trigger }
  /** `reasonUrl(reason)` is the page that explains it. */
  | { readonly type: 'warm-skipped'; readonly trigger: Trigger; readonly reason: SkipReason }
  | { readonly type: 'warm-joined'; readonly trigger: Trigger }
  | {
      readonly type: 'warmed';
      readonly trigger: Trigger;
      readonly method: WarmMethod | null;
      /** False if the backend held the entry already: the warm cost nothing. */
      readonly wrote: boolean;
      readonly usage: Usage;
      readonly outcome: CacheOutcome;
      readonly durationMs: number;
      readonly expiresAt: number;
    }
  | {
      readonly type: 'warm-failed';
      readonly trigger: Trigger;
      readonly error: ForewarmError;
      readonly durationMs: number;
    }
  /** An answer was begun before its question. These events hold no text of draft or answer. */
  | { readonly type: 'speculation-begun' }
  | { readonly type: 'speculation-skipped'; readonly reason: SpeculationSkip }
  /** Its question was sent, `ageMs` after it was begun. */
  | { readonly type: 'speculation-adopted'; readonly ageMs: number }
  | {
      readonly type: 'speculation-discarded';
      readonly reason: DiscardReason;
      /** Why it failed, or null. */
      readonly error: ForewarmError | null;
      /** Tokens reported by then; unknown if the request was cut off. */
      readonly usage: Usage;
      readonly ageMs: number;
    }
  | { readonly type: 'ask-started'; readonly joined: boolean; readonly heldOut: boolean }
  | { readonly type: 'ask-joined'; readonly waitedMs: number; readonly timedOut: boolean }
  /**
   * The question didn't wait for a warm in flight, since it expected to be faster alone: the
   * prefix is written twice.
   */
  | { readonly type: 'ask-raced'; readonly byWaitingMs: number; readonly aloneMs: number }
  /**
   * The shared store is out of reach, so each instance uses its own memory; or it is back. The
   * key is `*`.
   */
  | { readonly type: 'store-degraded'; readonly error: ForewarmError }
  | { readonly type: 'store-recovered' }
  | { readonly type: 'prefix-drifted'; readonly expected: string; readonly actual: string }
  /**
   * The answer's server was lost, and another asked the model again: two answers are paid, and
   * only the second reports tokens. On the server, comes before that ask's events.
   */
  | { readonly type: 'ask-restarted' }
  /** Comes again after `ask-restarted`. */
  | { readonly type: 'first-token'; readonly waitedMs: number; readonly modelMs: number; readonly joined: boolean }
  | {
      readonly type: 'ask-finished';
      readonly usage: Usage;
      readonly outcome: CacheOutcome;
      /** Whether it waited for a warm in flight. */
      readonly joined: boolean;
      /** Whether it went alone beside one: the prefix was written twice. */
      readonly raced: boolean;
      /** Whether the answer was begun before the question. Default false. */
      readonly adopted?: boolean | undefined;
      /** Whether it belongs to the holdout. */
      readonly heldOut: boolean;
      readonly waitedMs: number;
      /** From submit to the first text that stays and isn't blank; null if none came. */
      readonly ttftMs: number | null;
      readonly totalMs: number;
    }
  /**
   * The answer read nothing although a warm of its prefix was fresh: the two differ. Comes after
   * its `ask-finished`.
   */
  | {
      readonly type: 'warm-unread';
      /** The answer's tokens. */
      readonly usage: Usage;
      /** How long before the question the warm had started. */
      readonly warmAgeMs: number;
    }
  | { readonly type: 'ask-failed'; readonly error: ForewarmError; readonly totalMs: number }
  | {
      readonly type: 'ask-stopped';
      /** Whether it was stopped while it waited for a warm, so without `ask-started`. */
      readonly joining: boolean;
      readonly totalMs: number;
    };
