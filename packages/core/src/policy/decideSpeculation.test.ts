import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answerBegun,
  budgetRefilled,
  decideSpeculation,
  speculationBudget,
  type SpeculationRule,
} from './decideSpeculation.js';
import { draftEdit, type DraftSigns, edited, NO_SIGNS, questionSent } from './draftSigns.js';

/** A person who types a text at an even rhythm. */
function typing(text: string, rhythmMs = 160, signs: DraftSigns = NO_SIGNS): DraftSigns {
  return Array.from(text).reduce((so, _, index) => {
    const [before, after] = [text.slice(0, index), text.slice(0, index + 1)];
    return edited(so, draftEdit((so.at ?? 0) + rhythmMs, before, after));
  }, signs);
}

const QUESTION = 'What is the purpose of the BtShared structure in this file?';
const BUDGET = speculationBudget();

describe('what a draft shows', () => {
  it('is the end of a sentence, white space after it or not, in Latin and in Chinese', () => {
    for (const text of ['Why?', 'Why? ', 'So be it.\n', '为什么？', 'Now!']) expect(typing(text).ends).toBe(true);
    for (const text of ['Why', 'Why? b', '']) expect(typing(text).ends).toBe(false);
  });

  it('tells white space behind the text from a letter more', () => {
    expect(typing('Why ')).toMatchObject({ spaced: true, length: 4 });
    expect(typing('Why').spaced).toBe(false);
    const taken = edited(typing('Why '), draftEdit(1_000, 'Why ', 'Why'));
    expect(taken).toMatchObject({ spaced: false, deletions: 1 });
  });

  it('learns the rhythm of the person who types, whatever pauses they make, and keeps it for the next question', () => {
    const fast = typing('x'.repeat(300), 80);
    expect(fast.rhythmMs / 80).toBeCloseTo(1, 1);
    const pausing = edited(fast, { ...draftEdit(fast.at! + 60_000, 'a', 'ab'), length: 301 });
    expect(pausing.rhythmMs).toBe(fast.rhythmMs);
    expect(questionSent(fast)).toMatchObject({ length: 0, sinceEnd: 0, rhythmMs: fast.rhythmMs, gaps: fast.gaps });
  });

  it('holds no word of the text', () => {
    const words = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(words, (text) => {
        expect(Object.values(typing(text)).every((value) => ['number', 'boolean'].includes(typeof value))).toBe(true);
      }),
    );
  });
});

describe('when an answer is begun', () => {
  it('is sooner at the end of a sentence than in the middle, and sooner the more is written', () => {
    const whole = decideSpeculation(typing(QUESTION), BUDGET);
    expect(whole).not.toBeNull();
    expect(whole!).toBeLessThan(1_500);
    const middle = decideSpeculation(typing(QUESTION.slice(0, -9)), BUDGET) ?? Infinity;
    expect(middle).toBeGreaterThan(whole!);
    expect(decideSpeculation(typing('Why?'), BUDGET) ?? Infinity).toBeGreaterThan(whole!);
  });

  it('is counted in the rhythm of the person', () => {
    const rule: SpeculationRule = { ...PAUSE_ONLY, threshold: 2 };
    const [slow, fast] = [400, 100].map((ms) => decideSpeculation(typing('x'.repeat(200), ms), BUDGET, rule)!);
    expect(slow! / fast!).toBeCloseTo(4, 0);
  });

  it('is never on an empty draft, with nothing left to spend, or after a silence in which nobody sends', () => {
    expect(decideSpeculation(NO_SIGNS, BUDGET)).toBeNull();
    expect(decideSpeculation(typing(QUESTION), { ...BUDGET, left: 0 })).toBeNull();
    expect(decideSpeculation(typing(QUESTION), BUDGET, { ...PAUSE_ONLY, threshold: 50 })).toBeNull();
    expect(decideSpeculation(typing(QUESTION), BUDGET, { ...PAUSE_ONLY, pause: -1, threshold: 1 })).toBeNull();
  });

  it('asks for more the less is left to spend', () => {
    const waits = [6, 4, 2, 1].map((left) => decideSpeculation(typing(QUESTION), { ...BUDGET, left }) ?? Infinity);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits.at(-1)).toBeGreaterThan(waits[0]!);
  });

  it('spends no more than three budgets, and the budget for each question sent', () => {
    const edit = fc.record({ gap: fc.nat(3_000), grows: fc.boolean(), ends: fc.boolean(), same: fc.boolean() });
    const history = fc.array(fc.array(edit, { minLength: 1, maxLength: 40 }), { maxLength: 12 });
    const eager: SpeculationRule = { ...PAUSE_ONLY, threshold: -50 };
    fc.assert(
      fc.property(history, fc.nat(4), fc.constantFrom(eager, undefined), (drafts, perQuestion, rule) => {
        let [signs, budget, begun, sent] = [NO_SIGNS, speculationBudget(perQuestion), 0, 0];
        for (const draft of drafts) {
          for (const { gap, grows, ends, same } of draft) {
            const length = Math.max(0, signs.length + (grows ? 1 : -1));
            signs = edited(signs, { at: (signs.at ?? 0) + gap, length, ends, same });
            if (decideSpeculation(signs, budget, rule) === null) continue;
            budget = answerBegun(budget);
            begun++;
          }
          expect(begun).toBeLessThanOrEqual((3 + sent) * perQuestion);
          signs = questionSent(signs);
          budget = budgetRefilled(budget);
          sent++;
        }
      }),
    );
  });
});

const PAUSE_ONLY: SpeculationRule = {
  base: 0,
  ends: 0,
  habit: 0,
  spaced: 0,
  length: 0,
  sinceEnd: 0,
  deletions: 0,
  pause: 1,
  pauseAtEnd: 0,
  threshold: 0,
  price: 0,
};
