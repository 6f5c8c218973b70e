import type { WarmMethod } from '../adapter/adapter.js';
import type { ForewarmError } from '../base/errors.js';
import type { SpeculationSkip } from './speculations.js';
import type { SkipReason } from '../policy/skipReason.js';
import type { Trigger } from '../policy/trigger.js';
import type { CacheOutcome, Usage } from '../adapter/usage.js';

interface Happened {
  /**
   * Wall clock, milliseconds since 1970: expiry counts on it, since it goes on while a laptop
   * sleeps.
   */
  readonly at: number;
  /** The prefix it is about, as `prefixKey` gives it. */
  readonly key: string;
}

/** Why an answer begun before its question was thrown away unseen. */
export type DiscardReason =
  /** The draft, the prefix or the settings are others now. */
  | 'changed'
  /** Another question was asked, which goes first. */
  | 'asked'
  /** Its box has gone, or the client was disposed of. */
  | 'left'
  /** Its first words were there for `parkMs` and nobody asked. */
  | 'expired'
  /** The backend sent nothing for too long, or the question itself was answered sooner. */
  | 'silent'
  /** It calls a tool, which must not run for a sentence nobody sent. */
  | 'tool-call'
  /** The model declined. */
  | 'refused'
  /** The model said nothing. */
  | 'empty'
  /** It was on another prefix than the one that was warmed. */
  | 'drifted'
  | 'failed';

/** Everything that happens to warms and asks, as one closed union. Durations are milliseconds. */
export type ForewarmEvent = Happened &
  (
    | { readonly type: 'warm-started'; readonly trigger: Trigger }
    /** `reasonUrl(reason)` is the page that says what to do about it. */
    | { readonly type: 'warm-skipped'; readonly trigger: Trigger; readonly reason: SkipReason }
    | { readonly type: 'warm-joined'; readonly trigger: Trigger }
    | {
        readonly type: 'warmed';
        readonly trigger: Trigger;
        readonly method: WarmMethod | null;
        /** False where the backend held the entry already, so that the warm cost nothing. */
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
    /**
     * An answer is begun before its question is sent. No event about one holds a word of the draft
     * or of the answer.
     */
    | { readonly type: 'speculation-begun' }
    | { readonly type: 'speculation-skipped'; readonly reason: SpeculationSkip }
    /** Its question was sent, `ageMs` after the answer was begun. */
    | { readonly type: 'speculation-adopted'; readonly ageMs: number }
    | {
        readonly type: 'speculation-discarded';
        readonly reason: DiscardReason;
        /** Why it failed; null where it did not. */
        readonly error: ForewarmError | null;
        /** Tokens as reported by then: unknown where the request was cut off. */
        readonly usage: Usage;
        readonly ageMs: number;
      }
    | { readonly type: 'ask-started'; readonly joined: boolean; readonly heldOut: boolean }
    | { readonly type: 'ask-joined'; readonly waitedMs: number; readonly timedOut: boolean }
    /**
     * The question goes alone beside a warm in flight, since waiting was expected to take longer: a
     * second write.
     */
    | { readonly type: 'ask-raced'; readonly byWaitingMs: number; readonly aloneMs: number }
    /**
     * The store that instances share is out of reach, and each goes by its own memory; or it is
     * back. Their key is `*`.
     */
    | { readonly type: 'store-degraded'; readonly error: ForewarmError }
    | { readonly type: 'store-recovered' }
    | { readonly type: 'prefix-drifted'; readonly expected: string; readonly actual: string }
    /**
     * The server that wrote an answer was lost, and another has asked the model again: two answers
     * are paid, and only the second's tokens are told. In a browser, the answer starts anew; at the
     * server that asks again, comes before that ask's own events.
     */
    | { readonly type: 'ask-restarted' }
    /** Comes again after an `ask-restarted`: what counts is the first text that stays. */
    | { readonly type: 'first-token'; readonly waitedMs: number; readonly modelMs: number; readonly joined: boolean }
    | {
        readonly type: 'ask-finished';
        readonly usage: Usage;
        readonly outcome: CacheOutcome;
        /** Whether it waited for a warm in flight. */
        readonly joined: boolean;
        /** Whether it went alone beside one: its cache writes were paid twice. */
        readonly raced: boolean;
        /** Whether the answer had been begun before. Default false. */
        readonly adopted?: boolean | undefined;
        /** Whether it belongs to the share that is never warmed. */
        readonly heldOut: boolean;
        readonly waitedMs: number;
        /**
         * From submit to the first text that is not blank, of the answer that stays; null where
         * none came.
         */
        readonly ttftMs: number | null;
        readonly totalMs: number;
      }
    /**
     * An answer read nothing from the cache although a warm of its prefix had finished and not run
     * out: the two differ. Comes after its `ask-finished`.
     */
    | {
        readonly type: 'warm-unread';
        /** Tokens of the answer. */
        readonly usage: Usage;
        /** How long before the question the warm had started. */
        readonly warmAgeMs: number;
      }
    | { readonly type: 'ask-failed'; readonly error: ForewarmError; readonly totalMs: number }
    | {
        readonly type: 'ask-stopped';
        /**
         * Whether it was stopped before the backend was asked, while it waited for a warm; no
         * `ask-started` went before.
         */
        readonly joining: boolean;
        readonly totalMs: number;
      }
  );

export type EventListener = (event: ForewarmEvent) => void;
