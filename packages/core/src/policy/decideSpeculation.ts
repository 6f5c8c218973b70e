import type { DraftSigns } from './draftSigns.js';
import { SPECULATION_RULE } from './speculationRule.js';

/** Each question adds `perQuestion` answers; at most three times as many are saved. */
export interface SpeculationBudget {
  readonly perQuestion: number;
  readonly left: number;
}

/** Weights of the signs, fitted by `npm run fit:speculation`. */
export interface SpeculationRule {
  readonly base: number;
  readonly ends: number;
  /** At a sentence's end: log odds that the person sends there. */
  readonly habit: number;
  readonly spaced: number;
  /** By ln(characters / 60). */
  readonly length: number;
  /** By ln(1 + edits since the end of a sentence). */
  readonly sinceEnd: number;
  readonly deletions: number;
  /** By ln(1 + pause / rhythm). */
  readonly pause: number;
  /** Added to `pause` at a sentence's end. */
  readonly pauseAtEnd: number;
  /** What the sum must reach with a full budget, and how much more with an empty one. */
  readonly threshold: number;
  readonly price: number;
}

/** A draft's score is `still + slope * ln(1 + pause / rhythm)`. */
export interface Weight {
  readonly still: number;
  readonly slope: number;
}

/** A longer pause says no more: the person isn't about to send. */
const LONGEST_WAIT_MS = 4_000;

/** In questions. */
const KEPT = 3;

/** Default: two answers per question. */
export function speculationBudget(perQuestion = 2): SpeculationBudget {
  return { perQuestion, left: KEPT * perQuestion };
}

export function answerBegun(budget: SpeculationBudget): SpeculationBudget {
  return { ...budget, left: budget.left - 1 };
}

export function budgetRefilled({ perQuestion, left }: SpeculationBudget): SpeculationBudget {
  return { perQuestion, left: Math.min(KEPT * perQuestion, left + perQuestion) };
}

/**
 * Milliseconds of silence until the answer is worth beginning; null: not as the draft stands. An
 * edit of white space alone keeps an answer.
 */
export function decideSpeculation(
  signs: DraftSigns,
  { left, perQuestion }: SpeculationBudget,
  rule: SpeculationRule = SPECULATION_RULE,
): number | null {
  if (left < 1 || signs.length <= 0) return null;
  const { still, slope } = weigh(signs, rule);
  const missing = rule.threshold + rule.price * (1 - left / (KEPT * perQuestion)) - still;
  if (missing <= 0) return 0;
  if (slope <= 0) return null;
  const waitMs = signs.rhythmMs * Math.expm1(missing / slope);
  return waitMs > LONGEST_WAIT_MS ? null : waitMs;
}

export function weigh(signs: DraftSigns, rule: SpeculationRule): Weight {
  const { length, ends, spaced, sinceEnd, deletions, sentencesBefore, sentAtEnd } = signs;
  const still =
    rule.base +
    rule.ends * Number(ends) +
    rule.habit * Number(ends) * Math.log(sentAtEnd / (sentencesBefore - sentAtEnd)) +
    rule.spaced * Number(spaced) +
    rule.length * Math.log(length / 60) +
    rule.sinceEnd * Math.log1p(sinceEnd) +
    rule.deletions * Math.min(deletions, 4);
  return { still, slope: rule.pause + rule.pauseAtEnd * Number(ends) };
}
