import type { Rates } from './cost.js';

/** What is known of a draft whose prefix is about to end. */
export interface DraftSituation {
  /** Drafts that were begun in all, this one included, and those that became a question. */
  readonly drafts: number;
  readonly asked: number;
  /** Times the entry was kept alive for this draft already. */
  readonly refreshes: number;
}

/** Prices relative to a plain input token, where no rates are given: those of the Messages API for entries of five minutes. */
const RELATIVE: Pick<Rates, 'cacheRead' | 'cacheWrite'> = { cacheRead: 0.1, cacheWrite: 1.25 };

/**
 * Whether another read, to keep an entry alive, is expected to save more than it costs: what a question would pay to write the entry anew, times how
 * likely this draft still becomes one. Each refresh without a question halves that. Pure.
 */
export function worthKeeping({ drafts, asked, refreshes }: DraftSituation, rates: Rates | null): boolean {
  const { cacheRead, cacheWrite } = rates ?? RELATIVE;
  // Laplace's rule: before anything is known, every other draft is sent.
  const likely = ((asked + 1) / (drafts + 2)) * 0.5 ** refreshes;
  return likely * (cacheWrite - cacheRead) > cacheRead;
}
