import { writeFile } from 'node:fs/promises';
import { edited, NO_SIGNS, questionSent, SPECULATION_RULE, type SpeculationRule, weigh } from '@forewarm/core/policy';
import { commandLine, parseOptions } from '../commandLine.js';
import { fitLogistic } from './logistic.js';
import { editOf, type RehearsalOptions, type Rehearsed, rehearse, withGaps } from './rehearse.js';
import { type Draft, readTrace } from './trace.js';
import { repositoryPath, TUNING } from './tuning.js';

const RULE_FILE = 'packages/core/src/policy/speculationRule.ts';
const HELP = `npm run fit:speculation -- [options]

Fits the rule that decides when an answer starts before its question is sent, reports its results on other writers, and writes
${RULE_FILE}.

  --trace FILE   drafts to fit on [${TUNING}]
  --begun N      most answers begun per question, on average [1.5]
  --foresight    judge a pause by its whole length, which no rule can know; only print
  --print        only print
`;

const WEIGHTS = ['base', 'ends', 'habit', 'spaced', 'length', 'sinceEnd', 'deletions', 'pause', 'pauseAtEnd'] as const;
type Weights = Pick<SpeculationRule, (typeof WEIGHTS)[number]>;

/** Pauses at which a draft is judged, in ms. */
const PAUSES = [0, 100, 200, 350, 550, 800, 1_200, 2_000, 3_000];
const FOLDS = 5;
/** A pause after a sentence predicts nothing in prose, but suggests the end of a question. */
const LEAST_SLOPE = 0.2;
/** The cookbook's hit, and the kit's default budget and parking time. */
const REHEARSAL = { perQuestion: 2, hitMs: 1_940, parkMs: 5_000 };

/** Moments of drafts, and whether the text is the one sent. */
interface Moments {
  readonly rows: Float64Array[];
  readonly truths: boolean[];
}

function momentsOf(drafts: readonly Draft[], foresight: boolean): Moments {
  const moments: Moments = { rows: [], truths: [] };
  let signs = NO_SIGNS;
  for (const draft of drafts) {
    const final = draft.edits.findLastIndex(({ state }) => state !== draft.edits.at(-1)!.state) + 1;
    let at = 0;
    for (const [index, edit, gapMs] of withGaps(draft)) {
      at += edit.gapMs;
      signs = edited(signs, editOf(draft, index, at));
      if (signs.length <= 0) continue;
      const weights = WEIGHTS.map((name) => weigh(signs, alone(name)));
      for (const pauseMs of foresight ? [gapMs] : PAUSES) {
        if (pauseMs > gapMs) break;
        const pause = Math.log1p(pauseMs / signs.rhythmMs);
        moments.rows.push(Float64Array.from(weights, ({ still, slope }) => still + slope * pause));
        moments.truths.push(index >= final);
      }
    }
    signs = questionSent(signs);
  }
  return moments;
}

const NONE = { ...SPECULATION_RULE, ...Object.fromEntries(WEIGHTS.map((name) => [name, 0])) };
const alone = (name: (typeof WEIGHTS)[number]): SpeculationRule => ({ ...NONE, [name]: 1 });

function fitted(moments: readonly Moments[]): Weights {
  const rows = moments.flatMap((each) => each.rows);
  const weights = fitLogistic({ rows, truths: moments.flatMap((each) => each.truths) });
  const rule = Object.fromEntries(WEIGHTS.map((name, index) => [name, round(weights[index]!)])) as Weights;
  return { ...rule, pauseAtEnd: Math.max(rule.pauseAtEnd, round(LEAST_SLOPE - rule.pause)) };
}

interface Writer {
  readonly drafts: readonly Draft[];
  readonly moments: Moments;
  /** Fitted on other writers. */
  readonly weights: Weights;
}

/** Finds the rule that saves most with at most `most` answers begun, on writers outside the fit. */
function priced(
  writers: readonly Writer[],
  most: number,
  options: RehearsalOptions,
): { threshold: number; price: number; outcomes: Rehearsed[] } {
  let best: { threshold: number; price: number; outcomes: Rehearsed[] } | null = null;
  for (const price of [1, 1.5, 2]) {
    for (let threshold = -2.2; threshold <= -0.6; threshold += 0.1) {
      const terms = { threshold: round(threshold), price };
      const outcomes = writers.flatMap(({ drafts, weights }) => rehearse(drafts, { ...weights, ...terms }, options));
      const { begun, savedMs } = meansOf(outcomes);
      if (begun <= most && (!best || savedMs > meansOf(best.outcomes).savedMs)) best = { ...terms, outcomes };
    }
  }
  return best!;
}

function meansOf(outcomes: readonly Rehearsed[]): { adopted: number; begun: number; savedMs: number } {
  const mean = (of: (outcome: Rehearsed) => number): number =>
    outcomes.reduce((sum, outcome) => sum + of(outcome), 0) / outcomes.length;
  return {
    adopted: mean(({ adopted }) => Number(adopted)),
    begun: mean(({ begun }) => begun),
    savedMs: mean(({ savedMs }) => savedMs),
  };
}

const round = (value: number): number => Number(value.toFixed(2));

const inWords = (outcomes: readonly Rehearsed[]): string => {
  const { adopted, begun, savedMs } = meansOf(outcomes);
  const { hitMs } = REHEARSAL;
  return `adopted ${(adopted * 100).toFixed(1)} %, begun ${begun.toFixed(2)} per question, saved ${savedMs.toFixed(0)} ms, ${((savedMs / hitMs) * 100).toFixed(0)} % of ${hitMs} ms`;
};

async function main(): Promise<void> {
  const { trace, begun, foresight, print } = commandLine(HELP, () =>
    parseOptions({
      trace: { type: 'string', default: TUNING },
      begun: { type: 'string', default: '1.5' },
      foresight: { type: 'boolean', default: false },
      print: { type: 'boolean', default: false },
    }),
  );
  const byWriter = new Map<number, Draft[]>();
  for await (const draft of readTrace(repositoryPath(trace))) {
    byWriter.set(draft.writer, [...(byWriter.get(draft.writer) ?? []), draft]);
  }
  const rehearsal = { ...REHEARSAL, foresight };
  const all = [...byWriter.values()].map((drafts) => ({ drafts, moments: momentsOf(drafts, foresight) }));
  const writers = all.map(({ drafts, moments }, index) => ({ drafts, moments, fold: index % FOLDS }));
  const others = Array.from({ length: FOLDS }, (_, fold) =>
    fitted(writers.filter((writer) => writer.fold !== fold).map(({ moments }) => moments)),
  );
  const judged = writers.map(({ drafts, moments, fold }) => ({ drafts, moments, weights: others[fold]! }));
  const { threshold, price, outcomes } = priced(judged, Number(begun), rehearsal);
  const rule: SpeculationRule = { ...fitted(all.map(({ moments }) => moments)), threshold, price };
  console.log(`${writers.length} writers, ${outcomes.length} drafts`);
  console.log(`Each fifth of the writers by weights fitted on the others: ${inWords(outcomes)}`);
  console.log(
    `All writers by the rule itself: ${inWords(writers.flatMap(({ drafts }) => rehearse(drafts, rule, rehearsal)))}`,
  );
  for (const perQuestion of [1, 2, 3, 4, 6]) {
    const options = { ...rehearsal, perQuestion };
    const outcomesAt = judged.flatMap(({ drafts, weights }) =>
      rehearse(drafts, { ...weights, threshold, price }, options),
    );
    console.log(`With a budget of ${perQuestion}: ${inWords(outcomesAt)}`);
  }
  console.log(rule);
  if (!print && !foresight) await writeFile(repositoryPath(RULE_FILE), ruleFile(rule));
}

function ruleFile(rule: SpeculationRule): string {
  const lines = Object.entries(rule).map(([name, value]) => `  ${name}: ${value},`);
  return `import type { SpeculationRule } from './decideSpeculation.js';

/** Written by \`npm run fit:speculation\`. */
export const SPECULATION_RULE: SpeculationRule = {
${lines.join('\n')}
};
`;
}

await main();
