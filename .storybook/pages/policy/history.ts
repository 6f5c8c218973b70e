import { definePolicy, ForewarmError, type Trigger, type WarmReport } from '@forewarm/core';
import { COLD, decide, freshUntil, type PrefixState, settle } from '@forewarm/core/policy';

/** Something that happens to a prefix, in milliseconds from the beginning. */
export interface Happening {
  readonly atMs: number;
  readonly what: Trigger | 'ask';
}

/** What a warm comes to, and how long it takes, in milliseconds. */
export interface Backend {
  readonly warm: 'written' | 'failed';
  readonly warmMs: number;
  readonly ttlMs: number;
}

/** A happening with what the policy made of it. */
export interface Told extends Happening {
  readonly decision: 'warm' | 'join' | 'skip' | 'read' | 'written';
  readonly reason: string | null;
}

/** Some time in which the prefix was in one state. */
export interface Span {
  readonly state: 'warming' | 'fresh' | 'margin' | 'resting';
  readonly fromMs: number;
  readonly toMs: number;
}

export interface History {
  readonly told: readonly Told[];
  readonly spans: readonly Span[];
}

const POLICY = definePolicy();
const UNKNOWN = { prompt: null, cacheRead: null, cacheWrite: null, output: null };

/** What happens to a prefix, as `decide` and `settle` of the kit's policy have it, with every default. Pure. */
export function play(happenings: readonly Happening[], { warm, warmMs, ttlMs }: Backend): History {
  let state: PrefixState = COLD;
  const told: Told[] = [];
  const spans: Span[] = [];
  const entry = (startedAt: number, source: 'warm' | 'ask', asked: boolean): NonNullable<PrefixState['warmth']> => ({
    hash: 'docs',
    startedAt,
    expiresAt: startedAt + ttlMs,
    source,
    asked,
    method: null,
    usage: UNKNOWN,
  });
  /** The warm in flight ends, where it has by now. */
  const endWarm = (now: number): void => {
    const since = state.warmingSince;
    if (since === null || now < since + warmMs) return;
    const at = since + warmMs;
    spans.push({ state: 'warming', fromMs: since, toMs: at });
    const report: WarmReport =
      warm === 'written'
        ? { status: 'warmed', warmth: entry(since, 'warm', false), wrote: true }
        : { status: 'failed', error: new ForewarmError('upstream', 'The backend failed.') };
    state = settle(state, { type: 'warm-ended', report }, at, POLICY);
    if (warm === 'failed') spans.push({ state: 'resting', fromMs: at, toMs: state.retryAt });
  };
  /** The entry as it was until now, or until its end. */
  const endEntry = (now: number): void => {
    const { warmth } = state;
    if (!warmth) return;
    const fromMs = Math.max(warmth.startedAt, spans.at(-1)?.toMs ?? 0);
    const freshMs = freshUntil(warmth, POLICY.marginMs);
    if (fromMs < freshMs) spans.push({ state: 'fresh', fromMs, toMs: Math.min(now, freshMs) });
    if (now > freshMs) spans.push({ state: 'margin', fromMs: freshMs, toMs: Math.min(now, warmth.expiresAt) });
    if (now > warmth.expiresAt && restsFrom(state, warmth.expiresAt)) {
      spans.push({ state: 'resting', fromMs: warmth.expiresAt, toMs: warmth.expiresAt + POLICY.wastedRestMs });
    }
  };
  for (const { atMs, what } of happenings) {
    endWarm(atMs);
    if (what === 'ask') {
      const held = state.warmth !== null && atMs < state.warmth.expiresAt;
      endEntry(atMs);
      for (const outcome of [
        { type: 'ask-started' },
        { type: 'read', warmth: entry(atMs, held ? state.warmth!.source : 'ask', true) },
        { type: 'ask-ended' },
      ] as const) {
        state = settle(state, outcome, atMs, POLICY);
      }
      told.push({ atMs, what, decision: held ? 'read' : 'written', reason: null });
      continue;
    }
    const decision = decide(state, what, {}, null, atMs, POLICY);
    told.push({ atMs, what, decision: decision.action, reason: 'reason' in decision ? decision.reason : null });
    if (decision.action !== 'warm') continue;
    endEntry(atMs);
    state = settle(state, { type: 'warm-started' }, atMs, POLICY);
  }
  endWarm(Infinity);
  endEntry(Infinity);
  return { told, spans };
}

/** Whether the policy lets the prefix rest, now that its last entry has run out. */
function restsFrom(state: PrefixState, now: number): boolean {
  const decision = decide(state, 'focus', {}, null, now, POLICY);
  return decision.action === 'skip' && decision.reason === 'wasted';
}
