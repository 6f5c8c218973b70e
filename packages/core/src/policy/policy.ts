import type { OverBudget } from './budget.js';
import type { Conditions } from '../base/environment.js';
import type { Learned } from './eagerness.js';
import type { Policy } from './policyOptions.js';
import type { SkipReason } from './skipReason.js';
import type { Trigger } from './trigger.js';
import { isFresh, type Warmth } from './warmth.js';

/**
 * What is known of one prefix. Plain data: `settle` gives the next, nothing changes it in place.
 */
export interface PrefixState {
  /** What the backend is believed to hold, from the last warm or ask. */
  readonly warmth: Warmth | null;
  /** When the warm in flight started, wall clock; null where none is. */
  readonly warmingSince: number | null;
  /** Asks under way: the first of them writes the entry, so a warm beside it would pay twice. */
  readonly asking: number;
  /** When the latest of them began, wall clock. */
  readonly askedAt: number;
  /** Warms that failed in a row. */
  readonly failures: number;
  /** No warm before this, wall clock. */
  readonly retryAt: number;
  /** Why not. */
  readonly retryReason: SkipReason;
  /** Warms in a row that ran out without having been asked. */
  readonly wasted: number;
  /** Why this prefix can't be warmed at all, where the backend said so. */
  readonly unwarmable: SkipReason | null;
  /** Prompt tokens: as counted by the backend, else as estimated; null where neither is known. */
  readonly tokens: number | null;
  /**
   * Prompt tokens it can't exceed: as counted by the backend, else a bound by its length; null
   * where neither is known.
   */
  readonly mostTokens: number | null;
  /** What `auto` has learned of its signs. */
  readonly learned: Learned;
}

/** The state of a prefix nobody has touched. */
export const COLD: PrefixState = Object.freeze({
  warmth: null,
  warmingSince: null,
  asking: 0,
  askedAt: 0,
  failures: 0,
  retryAt: 0,
  retryReason: 'back-off',
  wasted: 0,
  unwarmable: null,
  tokens: null,
  mostTokens: null,
  learned: [],
});

export type Decision = { readonly action: 'warm' | 'join' } | { readonly action: 'skip'; readonly reason: SkipReason };

/** The longest pause after a failed warm in milliseconds, also where the backend asks for more. */
export const MAX_BACK_OFF_MS = 300_000;

const WARM: Decision = { action: 'warm' };
const JOIN: Decision = { action: 'join' };
const skip = (reason: SkipReason): Decision => ({ action: 'skip', reason });

/**
 * Whether to warm now; `over` is what the budget says against it. Pure. The cheap and the permanent
 * reasons come first, so that the reason given is the one that would last.
 */
export function decide(
  state: PrefixState,
  trigger: Trigger,
  conditions: Conditions,
  over: OverBudget | null,
  now: number,
  policy: Policy,
): Decision {
  if (!policy.enabled()) return skip('disabled');
  if (trigger !== 'manual' && !policy.triggers.includes(trigger)) return skip('trigger-off');
  if (policy.heldOut()) return skip('holdout');
  if (state.unwarmable !== null) return skip(state.unwarmable);
  if (conditions.offline) return skip('offline');
  if (conditions.hidden) return skip('hidden');
  if (conditions.saveData) return skip('save-data');
  if (conditions.automated) return skip('automation');
  if (state.warmingSince !== null) return JOIN;
  if (isFresh(state.warmth, now, policy.marginMs)) return skip('fresh');
  if (isAsking(state, now, policy)) return skip('ask-in-flight');
  // A clock set back must not turn a short back-off into a long one.
  if (state.retryAt > now && state.retryAt - now <= MAX_BACK_OFF_MS) return skip(state.retryReason);
  if (isWasteful(state, trigger, now, policy)) return skip('wasted');
  return over ? skip(over.reason) : WARM;
}

/**
 * Whether a warm would break what was promised: `auto` by what its signs have come to, else by the
 * warms wasted in a row.
 */
function isWasteful(state: PrefixState, trigger: Trigger, now: number, policy: Policy): boolean {
  if (policy.signs) return !policy.signs.payOff(state.learned, trigger, now);
  return wastedInARow(state, now) >= policy.maxWasted && now < restsUntil(state, policy);
}

/**
 * Whether a question is being answered. One of which no end was heard counts no longer than it may
 * be silent: a worker may drop a request midway. Pure.
 */
export function isAsking({ asking, askedAt }: PrefixState, now: number, { askTimeoutMs }: Policy): boolean {
  return asking > 0 && now - askedAt < askTimeoutMs;
}

/** What happened to a prefix. */
export type Outcome =
  /** A person has shown a sign, whatever was decided on it. Noted for `auto`. */
  | { readonly type: 'sign-seen'; readonly trigger: Trigger }
  | { readonly type: 'warm-started' }
  | { readonly type: 'warmed'; readonly warmth: Warmth }
  /** The backend skipped the warm; without a time to try again, this prefix can't be warmed. */
  | { readonly type: 'warm-skipped'; readonly reason: SkipReason; readonly retryAfterMs: number | null }
  | { readonly type: 'warm-failed'; readonly retryAfterMs: number | null }
  | { readonly type: 'ask-started' }
  /** What a question has read, or what the store holds now. */
  | { readonly type: 'read'; readonly warmth: Warmth | null }
  | { readonly type: 'ask-ended' };

/** The state after something happened. Pure. */
export function settle(state: PrefixState, outcome: Outcome, now: number, policy: Policy): PrefixState {
  switch (outcome.type) {
    case 'sign-seen':
      return { ...state, learned: policy.signs?.seen(state.learned, outcome.trigger, now, lifeMs(state)) ?? [] };
    case 'warm-started':
      return { ...state, warmingSince: now, wasted: wastedInARow(state, now) };
    case 'warmed': {
      const { warmth } = outcome;
      return { ...state, warmingSince: null, warmth, failures: 0, retryAt: 0, ...counted(warmth) };
    }
    case 'warm-skipped': {
      const { reason, retryAfterMs } = outcome;
      if (retryAfterMs === null) return { ...state, warmingSince: null, unwarmable: reason };
      const wait = Math.min(retryAfterMs, MAX_BACK_OFF_MS);
      return { ...state, warmingSince: null, retryAt: now + wait, retryReason: reason };
    }
    case 'warm-failed': {
      const failures = state.failures + 1;
      const backOff = Math.min(policy.backOffMs * 2 ** (failures - 1), MAX_BACK_OFF_MS);
      const wait = Math.min(Math.max(backOff, outcome.retryAfterMs ?? 0), MAX_BACK_OFF_MS);
      return { ...state, warmingSince: null, failures, retryAt: now + wait, retryReason: 'back-off' };
    }
    case 'ask-started':
      return {
        ...state,
        asking: state.asking + 1,
        askedAt: now,
        wasted: 0,
        warmth: state.warmth && { ...state.warmth, asked: true },
        learned: policy.signs?.asked(state.learned, now, lifeMs(state)) ?? [],
      };
    case 'read':
      return { ...state, warmth: outcome.warmth, ...counted(outcome.warmth) };
    case 'ask-ended':
      return { ...state, asking: Math.max(0, state.asking - 1) };
  }
}

/** What the backend has counted, in place of what was estimated. */
function counted(warmth: Warmth | null): Partial<PrefixState> {
  const tokens = warmth?.usage.prompt ?? null;
  return tokens === null ? {} : { tokens, mostTokens: tokens };
}

/** How long an entry lives in milliseconds: as the last one did, else Anthropic's five minutes. */
function lifeMs({ warmth }: PrefixState): number {
  return warmth ? warmth.expiresAt - warmth.startedAt : 300_000;
}

/**
 * A prefix nobody asks on rests from the end of its last entry, then may try once more: so the
 * guard ends by itself.
 */
function restsUntil(state: PrefixState, policy: Policy): number {
  return (state.warmth?.expiresAt ?? 0) + policy.wastedRestMs;
}

/** Wasted warms in a row as of now: one that ran out unasked counts from the moment it ran out. */
function wastedInARow(state: PrefixState, now: number): number {
  const { warmth } = state;
  const wasted = warmth !== null && warmth.source === 'warm' && !warmth.asked && warmth.expiresAt <= now;
  return state.wasted + (wasted ? 1 : 0);
}

/**
 * Milliseconds until a prefix that was skipped for a reason may be tried again; null where it can't
 * be warmed at all.
 */
export function retryAfter(
  state: PrefixState,
  reason: SkipReason,
  over: OverBudget | null,
  now: number,
  policy: Policy,
): number | null {
  if (state.unwarmable !== null || reason === 'unsupported' || reason === 'holdout') return null;
  if (over?.reason === reason) return over.retryAfterMs;
  // The next sign may be a surer one.
  if (reason === 'wasted') return policy.signs ? 0 : Math.max(0, restsUntil(state, policy) - now);
  return state.retryAt > now ? state.retryAt - now : policy.backOffMs;
}
