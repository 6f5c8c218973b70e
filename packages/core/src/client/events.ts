import type { WarmMethod } from '../adapter/adapter.js';
import type { ForewarmError } from '../base/errors.js';
import type { SpeculationSkip } from './speculations.js';
import type { SkipReason } from '../policy/skipReason.js';
import type { Trigger } from '../policy/trigger.js';
import type { CacheOutcome, Usage } from '../adapter/usage.js';

/** What happens to warms and asks. Durations are milliseconds. */
export type ForewarmEvent = Happening & {
  /** Wall clock, milliseconds since 1970. */
  readonly at: number;
  /** From `prefixKey`. */
  readonly key: string;
};

export type EventListener = (event: ForewarmEvent) => void;

export type DiscardReason =
  /** The draft, prefix or settings. */
  | 'changed'
  /** Another question. */
  | 'asked'
  /** The box is gone, or the client disposed of. */
  | 'left'
  /** Not asked within `parkMs` of its first words. */
  | 'expired'
  /** Too long, or the question itself was answered sooner. */
  | 'silent'
  /** A tool must not run for an unsent question. */
  | 'tool-call'
  | 'refused'
  | 'empty'
  /** Another prefix than the warmed one. */
  | 'drifted'
  | 'failed';

export type Happening =
  | { readonly type: 'warm-started'; readonly trigger: Trigger }
  | { readonly type: 'warm-skipped'; readonly trigger: Trigger; readonly reason: SkipReason }
  | { readonly type: 'warm-joined'; readonly trigger: Trigger }
  | {
      readonly type: 'warmed';
      readonly trigger: Trigger;
      readonly method: WarmMethod | null;
      /** False if the backend held the entry: the warm cost nothing. */
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
  /** These events hold no text. */
  | { readonly type: 'speculation-begun' }
  | { readonly type: 'speculation-skipped'; readonly reason: SpeculationSkip }
  /** The question was sent `ageMs` after its answer was begun. */
  | { readonly type: 'speculation-adopted'; readonly ageMs: number }
  | {
      readonly type: 'speculation-discarded';
      readonly reason: DiscardReason;
      readonly error: ForewarmError | null;
      /** Tokens reported by then. */
      readonly usage: Usage;
      readonly ageMs: number;
    }
  | { readonly type: 'ask-started'; readonly joined: boolean; readonly heldOut: boolean }
  | { readonly type: 'ask-joined'; readonly waitedMs: number; readonly timedOut: boolean }
  /** The question expects to be faster without the warm in flight: the prefix is written twice. */
  | { readonly type: 'ask-raced'; readonly byWaitingMs: number; readonly aloneMs: number }
  /** The shared store is out of reach: each instance uses its memory. The key is `*`. */
  | { readonly type: 'store-degraded'; readonly error: ForewarmError }
  | { readonly type: 'store-recovered' }
  | { readonly type: 'prefix-drifted'; readonly expected: string; readonly actual: string }
  /** Another server asked the model again: two answers are paid, only the second reports tokens. */
  | { readonly type: 'ask-restarted' }
  /** Again after `ask-restarted`. */
  | { readonly type: 'first-token'; readonly waitedMs: number; readonly modelMs: number; readonly joined: boolean }
  | {
      readonly type: 'ask-finished';
      readonly usage: Usage;
      readonly outcome: CacheOutcome;
      /** Waited for a warm. */
      readonly joined: boolean;
      /** Went alone beside a warm, so the prefix was written twice. */
      readonly raced: boolean;
      /** Begun before the question. Default false. */
      readonly adopted?: boolean | undefined;
      readonly heldOut: boolean;
      readonly waitedMs: number;
      /** To the first text that stays and isn't blank; null without text. */
      readonly ttftMs: number | null;
      readonly totalMs: number;
    }
  /** The answer read nothing of a fresh warm: the prefixes differ. After `ask-finished`. */
  | {
      readonly type: 'warm-unread';
      readonly usage: Usage;
      /** From the warm's start to the question. */
      readonly warmAgeMs: number;
    }
  | { readonly type: 'ask-failed'; readonly error: ForewarmError; readonly totalMs: number }
  | {
      readonly type: 'ask-stopped';
      /** Stopped while waiting for a warm, so without `ask-started`. */
      readonly joining: boolean;
      readonly totalMs: number;
    };
