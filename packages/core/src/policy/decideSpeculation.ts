import type { DraftSigns } from './draftSigns.js';
import { SPECULATION_RULE } from './speculationRule.js';

/**
 * What a person's questions may still spend on answers begun before they are sent. Each question
 * sent adds `perQuestion`, and what is left over is kept for longer ones, so that no more than
 * three times `perQuestion`, and `perQuestion` for each question sent, are ever begun.
 */
export interface SpeculationBudget {
  /** Answers begun per question sent. */
  readonly perQuestion: number;
  /** Answers that may still be begun. */
  readonly left: number;
}

/** Weights of the signs, and what the sum must reach. Fitted by `npm run fit:speculation`. */
export interface SpeculationRule {
  readonly base: number;
  readonly ends: number;
  /** By the logarithm of the odds that the person sends where a sentence ends, at such an end. */
  readonly habit: number;
  readonly spaced: number;
  /** By ln(characters / 60). */
  readonly length: number;
  /** By ln(1 + edits since the end of a sentence). */
  readonly sinceEnd: number;
  readonly deletions: number;
  /** By ln(1 + pause / rhythm). */
  readonly pause: number;
  /** Added to `pause` where the text ends a sentence. */
  readonly pauseAtEnd: number;
  /** What the sum must reach with a full budget, and how much more with an empty one. */
  readonly threshold: number;
  readonly price: number;
}

/** What a draft is weighed by: the sum is `still + slope * ln(1 + pause / rhythm)`. */
export interface Weight {
  readonly still: number;
  readonly slope: number;
}

/**
 * A pause that has lasted so long, in milliseconds, says no more than before: whoever is silent for
 * longer is not about to send.
 */
const LONGEST_WAIT_MS = 4_000;

/** How many questions' worth an unspent budget grows to. */
const KEPT = 3;

/** The budget before the first question. Default two answers begun per question. Pure. */
export function speculationBudget(perQuestion = 2): SpeculationBudget {
  return { perQuestion, left: KEPT * perQuestion };
}

/** The budget once an answer was begun. Pure. */
export function answerBegun(budget: SpeculationBudget): SpeculationBudget {
  return { ...budget, left: budget.left - 1 };
}

/** The budget once a question was sent. Pure. */
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

/** How a rule weighs a draft. Pure. */
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
