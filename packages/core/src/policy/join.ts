import { expectedMs, type Latencies } from '../adapter/estimate.js';

export interface JoinSituation {
  /** Null if another process runs it. */
  readonly warmingMs: number | null;
  readonly tokens: number | null;
  readonly latencies: Latencies;
  readonly patienceMs: number;
}

/** Wait this long, then go alone. */
export interface JoinDecision {
  readonly waitMs: number;
  /** Milliseconds to the first token, if they decided. */
  readonly expected: { readonly byWaitingMs: number; readonly aloneMs: number } | null;
}

/** A warm this much later than expected isn't expected to end soon. */
const SLACK = 1.25;

export function waitPatiently({ patienceMs }: JoinSituation): JoinDecision {
  return { waitMs: Math.max(0, patienceMs), expected: null };
}

export function decideJoin(mode: 'wait' | 'race' | 'never', situation: JoinSituation): JoinDecision {
  const { warmingMs, tokens, latencies, patienceMs } = situation;
  if (mode === 'never' || patienceMs <= 0) return { waitMs: 0, expected: null };
  const patient = waitPatiently(situation);
  if (mode === 'wait' || warmingMs === null) return patient;
  const aloneMs = expectedMs(latencies, 'cold', tokens);
  const hitMs = expectedMs(latencies, 'hit', tokens);
  // Without a measurement, a warm takes as long as a cold question.
  const warmMs = expectedMs(latencies, 'warm', tokens) ?? aloneMs;
  if (aloneMs === null || hitMs === null || warmMs === null) return patient;
  const remainingMs = Math.max(0, warmMs - warmingMs);
  const expected = { byWaitingMs: remainingMs + hitMs, aloneMs };
  if (expected.byWaitingMs > aloneMs) return { waitMs: 0, expected };
  const overdueMs = Math.max(0, warmMs * SLACK - warmingMs);
  return { waitMs: Math.min(patienceMs, overdueMs), expected };
}
