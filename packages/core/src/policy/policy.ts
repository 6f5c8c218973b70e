import type { ForewarmError } from '../base/errors.js';
import type { OverBudget } from './budget.js';
import type { Conditions } from '../base/environment.js';
import type { Learned } from './eagerness.js';
import type { Policy } from './policyOptions.js';
import type { SkipReason } from './skipReason.js';
import type { Trigger } from './trigger.js';
import type { WarmReport } from './warmReport.js';
import { isFresh, type Warmth } from './warmth.js';

export interface PrefixState {
  /** Believed to be held by the backend. */
  readonly warmth: Warmth | null;
  /** Of the warm in flight, wall clock. */
  readonly warmingSince: number | null;
  /** The first ask writes the entry, so a warm would pay twice. */
  readonly asking: number;
  /** The latest of them, wall clock. */
  readonly askedAt: number;
  /** Failed warms in a row. */
  readonly failures: number;
  /** No warm before this, wall clock. */
  readonly retryAt: number;
  readonly retryReason: SkipReason;
  /** Unused warms in a row. */
  readonly wasted: number;
  /** Why the latest trigger or warm made no entry. */
  readonly reason: SkipReason | null;
  readonly error: ForewarmError | null;
  /** The backend can't warm this prefix. */
  readonly unwarmable: SkipReason | null;
  /** Counted by the backend or estimated. */
  readonly tokens: number | null;
  /** As counted, or bounded by length. */
  readonly mostTokens: number | null;
  readonly learned: Learned;
}

export const COLD: PrefixState = Object.freeze({
  warmth: null,
  warmingSince: null,
  asking: 0,
  askedAt: 0,
  failures: 0,
  retryAt: 0,
  retryReason: 'back-off',
  wasted: 0,
  reason: null,
  error: null,
  unwarmable: null,
  tokens: null,
  mostTokens: null,
  learned: [],
});

export type Decision = { readonly action: 'warm' | 'join' } | { readonly action: 'skip'; readonly reason: SkipReason };

/** The longest pause after a failed warm, even if the backend asks for more. */
export const MAX_BACK_OFF_MS = 300_000;

const WARM: Decision = { action: 'warm' };
const JOIN: Decision = { action: 'join' };
const skip = (reason: SkipReason): Decision => ({ action: 'skip', reason });

/** `over` is the budget's objection. Permanent reasons come first. */
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
  // If the clock was set back, a short back-off must not become a long one.
  if (state.retryAt > now && state.retryAt - now <= MAX_BACK_OFF_MS) return skip(state.retryReason);
  if (isWasteful(state, trigger, now, policy)) return skip('wasted');
  return over ? skip(over.reason) : WARM;
}

/** For `auto` by results, else by unused warms in a row. */
function isWasteful(state: PrefixState, trigger: Trigger, now: number, policy: Policy): boolean {
  if (policy.signs) return !policy.signs.payOff(state.learned, trigger, now);
  return wastedInARow(state, now) >= policy.maxWasted && now < restsUntil(state, policy);
}

/** Without an end, a question counts for `askTimeoutMs`: a worker may drop a request. */
export function isAsking({ asking, askedAt }: PrefixState, now: number, { askTimeoutMs }: Policy): boolean {
  return asking > 0 && now - askedAt < askTimeoutMs;
}

export type Outcome =
  /** Whatever was decided; for `auto`. */
  | { readonly type: 'sign-seen'; readonly trigger: Trigger }
  | { readonly type: 'passed-over'; readonly reason: SkipReason }
  | { readonly type: 'warm-started' }
  | { readonly type: 'warm-ended'; readonly report: WarmReport }
  | { readonly type: 'ask-started' }
  /** What a question read, or what the store holds. */
  | { readonly type: 'read'; readonly warmth: Warmth | null }
  | { readonly type: 'ask-ended' };

export function learnedFrom(state: PrefixState, outcome: Outcome, now: number, { signs }: Policy): PrefixState {
  return signs ? { ...state, learned: signs.learn(state, outcome, now) } : state;
}

export function settle(state: PrefixState, outcome: Outcome, now: number, policy: Policy): PrefixState {
  const known = learnedFrom(state, outcome, now, policy);
  const settled = { ...known, reason: null, error: null };
  switch (outcome.type) {
    case 'sign-seen':
      return known;
    case 'passed-over':
      return { ...known, reason: outcome.reason };
    case 'warm-started':
      return { ...settled, warmingSince: now, wasted: wastedInARow(state, now) };
    case 'warm-ended':
      return { ...settled, warmingSince: null, ...afterWarm(state, outcome.report, now, policy) };
    case 'ask-started':
      return {
        ...settled,
        asking: state.asking + 1,
        askedAt: now,
        wasted: 0,
        warmth: state.warmth && { ...state.warmth, asked: true },
      };
    case 'read':
      return { ...settled, ...held(outcome.warmth) };
    case 'ask-ended':
      return { ...settled, asking: Math.max(0, state.asking - 1) };
  }
}

function afterWarm(state: PrefixState, report: WarmReport, now: number, policy: Policy): Partial<PrefixState> {
  if (report.status === 'warmed') return { ...held(report.warmth), failures: 0, retryAt: 0 };
  if (report.status === 'skipped') {
    const { reason, retryAfterMs } = report;
    if (retryAfterMs === null) return { reason, unwarmable: reason };
    return { reason, retryAt: now + Math.min(retryAfterMs, MAX_BACK_OFF_MS), retryReason: reason };
  }
  const { error } = report;
  const backOff = policy.backOffMs * 2 ** state.failures;
  const wait = Math.min(Math.max(backOff, error.retryAfterMs ?? 0), MAX_BACK_OFF_MS);
  return { error, failures: state.failures + 1, retryAt: now + wait, retryReason: 'back-off' };
}

/** The backend's count replaces the estimate. */
function held(warmth: Warmth | null): Partial<PrefixState> {
  const tokens = warmth?.usage.prompt ?? null;
  return { warmth, ...(tokens !== null && { tokens, mostTokens: tokens }) };
}

/** An unused prefix rests after its last entry, then may try once more. */
function restsUntil(state: PrefixState, policy: Policy): number {
  return (state.warmth?.expiresAt ?? 0) + policy.wastedRestMs;
}

/** The last counts once it has expired. */
function wastedInARow(state: PrefixState, now: number): number {
  const { warmth } = state;
  const wasted = warmth !== null && warmth.source === 'warm' && !warmth.asked && warmth.expiresAt <= now;
  return state.wasted + (wasted ? 1 : 0);
}

/** Null if this prefix can't be warmed. */
export function retryAfter(
  state: PrefixState,
  reason: SkipReason,
  over: OverBudget | null,
  now: number,
  policy: Policy,
): number | null {
  if (state.unwarmable !== null || reason === 'unsupported' || reason === 'holdout') return null;
  if (over?.reason === reason) return over.retryAfterMs;
  // The next sign may be surer.
  if (reason === 'wasted') return policy.signs ? 0 : Math.max(0, restsUntil(state, policy) - now);
  return state.retryAt > now ? state.retryAt - now : policy.backOffMs;
}
