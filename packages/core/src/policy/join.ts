import { expectedMs, type Latencies } from '../adapter/estimate.js';

/** What a question knows of the warm in flight. */
export interface JoinSituation {
  /** How long the warm has been running, in milliseconds; null where another process runs it. */
  readonly warmingMs: number | null;
  /** Prompt tokens of the prefix; null where unknown. */
  readonly tokens: number | null;
  readonly latencies: Latencies;
  /** The longest it may wait in all. */
  readonly patienceMs: number;
}

/**
 * Wait so long for the warm, then go alone; `raced` where it goes alone because that is expected to
 * be faster.
 */
export interface JoinDecision {
  readonly waitMs: number;
  readonly raced: boolean;
  /** Milliseconds until the first token by waiting and by going alone, where that could be told. */
  readonly expected: { readonly byWaitingMs: number; readonly aloneMs: number } | null;
}

/** A warm that takes so much longer than expected is no longer believed to be about to end. */
const SLACK = 1.25;

/** Waits for a warm in flight as long as may be: what a question does by default. Pure. */
export function waitPatiently({ patienceMs }: JoinSituation): JoinDecision {
  return { waitMs: Math.max(0, patienceMs), raced: false, expected: null };
}

/** How a question joins a warm in flight. Pure. */
export function decideJoin(mode: 'wait' | 'race' | 'never', situation: JoinSituation): JoinDecision {
  const { warmingMs, tokens, latencies, patienceMs } = situation;
  if (mode === 'never' || patienceMs <= 0) return { waitMs: 0, raced: false, expected: null };
  const patient = waitPatiently(situation);
  if (mode === 'wait' || warmingMs === null) return patient;
  const aloneMs = expectedMs(latencies, 'cold', tokens);
  const hitMs = expectedMs(latencies, 'hit', tokens);
  // A warm reads the same prompt as a cold question, and answers nothing: where none has been
  // measured it takes as long.
  const warmMs = expectedMs(latencies, 'warm', tokens) ?? aloneMs;
  if (aloneMs === null || hitMs === null || warmMs === null) return patient;
  const remainingMs = Math.max(0, warmMs - warmingMs);
  const expected = { byWaitingMs: remainingMs + hitMs, aloneMs };
  if (expected.byWaitingMs > aloneMs) return { waitMs: 0, raced: true, expected };
  const overdueMs = Math.max(0, warmMs * SLACK - warmingMs);
  return { waitMs: Math.min(patienceMs, overdueMs), raced: true, expected };
}
