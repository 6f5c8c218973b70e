import {
  answerBegun,
  budgetRefilled,
  decideSpeculation,
  type DraftSigns,
  edited,
  NO_SIGNS,
  questionSent,
  speculationBudget,
  type SpeculationRule,
} from '@forewarm/core/policy';
import type { Draft } from './trace.js';

interface Held {
  readonly state: number;
  readonly at: number;
}

/** A rule's result on one draft, with a prefix always warm. */
export interface Rehearsed {
  readonly writer: number;
  readonly adopted: boolean;
  readonly begun: number;
  /** How far the answer was ahead, in ms; at most a hit's time. */
  readonly savedMs: number;
}

export interface RehearsalOptions {
  readonly perQuestion: number;
  readonly hitMs: number;
  /** How long first words wait for the question, in ms. */
  readonly parkMs: number;
  /** Begins where the rule would, but at the pause's first moment. */
  readonly foresight?: boolean;
}

/** Plays a rule through drafts by arithmetic only, in each writer's order. */
export function rehearse(drafts: Iterable<Draft>, rule: SpeculationRule, options: RehearsalOptions): Rehearsed[] {
  const { perQuestion, hitMs, parkMs, foresight = false } = options;
  const known = new Map<number, { signs: DraftSigns; budget: ReturnType<typeof speculationBudget> }>();
  const outcomes: Rehearsed[] = [];
  for (const draft of drafts) {
    let { signs, budget } = known.get(draft.writer) ?? { signs: NO_SIGNS, budget: speculationBudget(perQuestion) };
    let held: Held | null = null;
    let begun = 0;
    let at = 0;
    for (const [index, edit, gapMs] of withGaps(draft)) {
      at += edit.gapMs;
      signs = edited(signs, editOf(draft, index, at));
      const isHeld: boolean = held?.state === edit.state && at < held.at + hitMs + parkMs;
      if (!isHeld) {
        held = null;
        const waitMs = decideSpeculation(signs, budget, rule);
        if (waitMs !== null && waitMs <= gapMs) {
          held = { state: edit.state, at: at + (foresight ? 0 : waitMs) };
          budget = answerBegun(budget);
          begun++;
        }
      }
    }
    const sentAt = at + draft.pauseMs;
    const adopted = held !== null && sentAt < held.at + hitMs + parkMs;
    outcomes.push({ writer: draft.writer, adopted, begun, savedMs: adopted ? Math.min(hitMs, sentAt - held!.at) : 0 });
    known.set(draft.writer, { signs: questionSent(signs), budget: budgetRefilled(budget) });
  }
  return outcomes;
}

/** Yields each edit with its index and the silence after it. */
export function* withGaps({ edits, pauseMs }: Draft): Generator<[number, Draft['edits'][number], number]> {
  for (const [index, edit] of edits.entries()) yield [index, edit, edits[index + 1]?.gapMs ?? pauseMs];
}

export function editOf({ edits }: Draft, index: number, at: number): Parameters<typeof edited>[1] {
  const { length, ends, state } = edits[index]!;
  return { at, length, ends, same: edits[index - 1]?.state === state };
}
