import type { DraftSigns } from './draftSigns.js';
import { SPECULATION_RULE } from './speculationRule.js';

/**
 * The budget for speculative answers. Each question adds `perQuestion`, and unused budget is kept
 * for longer questions, up to three times `perQuestion`.
 */
export interface SpeculationBudget {
  /** Answers begun per question sent. */
  readonly perQuestion: number;
  /** Answers that may still be begun. */
  readonly left: number;
}

/** Weights of the signs, fitted by `npm run fit:speculation`. */
export interface SpeculationRule {
  readonly base: number;
  readonly ends: number;
  /** At a sentence's end: by the logarithm of the odds that the person sends there. */
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

/** A longer pause, in milliseconds, says no more: the person isn't about to send. */
const LONGEST_WAIT_MS = 4_000;

/** Unused budget kept, in questions. */
const KEPT = 3;

/** The budget before the first question. Default: two answers per question. Pure. */
export function speculationBudget(perQuestion = 2): SpeculationBudget {
  return { perQuestion, left: KEPT * perQuestion };
}

/** The budget after an answer was begun. Pure. */
export function answerBegun(budget: SpeculationBudget): SpeculationBudget {
  return { ...budget, left: budget.left - 1 };
}

/** The budget after a question was sent. Pure. */
export function budgetRefilled({ perQuestion, left }: SpeculationBudget): SpeculationBudget {
  return { perQuestion, left: Math.min(KEPT * perQuestion, left + perQuestion) };
}

/**
 * How many milliseconds of further silence after the last edit make it worth to begin the answer; 0
 * for at once, null for not at all as the draft stands. Pure.
 *
 * ```ts
 * // on every edit: one timer, set anew
 * signs = edited(signs, draftEdit(monotonic(), before, after));
 * cancel();
 * const waitMs = decideSpeculation(signs, budget);
 * if (waitMs !== null && !isBegunFor(after.trim())) cancel = setTimeout(begin, waitMs);
 * // when it begins: budget = answerBegun(budget)
 * // when the question is sent: budget = budgetRefilled(budget); signs = questionSent(signs);
 * ```
 *
 * An edit that only adds white space leaves the question, and so an answer begun for it, as it was.
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

/** How the rule scores a draft. Pure. */
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
