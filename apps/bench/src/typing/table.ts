import type { Figures, Intervals } from './figures.js';
import type { WayResult } from './run.js';

type Row = Figures & { readonly interval: Intervals };

const COLUMNS = [
  'Way',
  'Characters',
  'Asks',
  'TTFT p50',
  'p75',
  'p90',
  'Saved',
  'Wasted',
  'Warms',
  'Begun',
  'Adopted',
  'Tokens',
  'Saved',
  'Cost',
  'Saved',
];

/**
 * A Markdown table: seconds from submit, tokens in thousands; brackets hold 95 of 100 resamples of
 * the writers.
 */
export function tableOf(results: readonly WayResult[]): string {
  const rows = results.flatMap(({ name, buckets, all }) => [
    ...buckets.filter(({ asks }) => asks > 0).map((bucket) => row(name, `${bucket.from}–${bucket.to}`, bucket)),
    row(name, 'all', all),
  ]);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(COLUMNS), line(COLUMNS.map((_, index) => (index < 2 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

function row(name: string, characters: string, { asks, ttftMs, interval, ...of }: Row): string[] {
  return [
    name,
    characters,
    String(asks),
    seconds(ttftMs.p50, interval.ttftMs.p50),
    seconds(ttftMs.p75, interval.ttftMs.p75),
    seconds(ttftMs.p90, interval.ttftMs.p90),
    seconds(of.savedMs, interval.savedMs),
    percent(of.wastedShare, interval.wastedShare),
    plain(of.warmsPerAsk, interval.warmsPerAsk),
    plain(of.begunPerAsk, interval.begunPerAsk),
    percent(of.adoptedShare, interval.adoptedShare),
    thousands(of.tokens, interval.tokens),
    thousands(of.savedTokens, interval.savedTokens),
    plain(of.cost, interval.cost, 3),
    plain(of.savedCost, interval.savedCost, 3),
  ];
}

type Range = readonly [number, number] | null;
type Write = (value: number) => string;

function cell(value: number | null, range: Range, write: Write): string {
  if (value === null) return '';
  const ends = range?.map(write) ?? [];
  return ends.every((end) => end === write(value)) ? write(value) : `${write(value)} (${ends.join('–')})`;
}

const seconds = (ms: number | null, range: Range): string => cell(ms, range, (value) => (value / 1_000).toFixed(2));
const percent = (share: number | null, range: Range): string =>
  cell(share, range, (value) => `${(value * 100).toFixed(0)} %`);
const plain = (value: number | null, range: Range, digits = 2): string =>
  cell(value, range, (each) => each.toFixed(digits));
const thousands = (tokens: number | null, range: Range): string =>
  cell(tokens, range, (each) => (each / 1_000).toFixed(1));
