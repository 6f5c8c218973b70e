'use client';
import type { ReactNode } from 'react';
import { formatSeconds } from '../format.js';
import { ENGLISH, type Labels } from '../labels.js';
import { axisTicks } from './lane.js';
import { place } from './place.js';

/** One question asked, and how long its first token took in each series it was asked in. */
export interface TtftRun {
  /** Told apart by it; shown where there is no `label`. Questions are drawn in the order given. */
  readonly id: string | number;
  /** What it is called in the table, such as the question. */
  readonly label?: string | undefined;
  /** Milliseconds from submit to the first token by series; absent or null where there was none. */
  readonly ttftMs: Readonly<Record<string, number | null | undefined>>;
}

export interface TtftHistoryProps {
  /** The questions, oldest first. */
  runs: readonly TtftRun[];
  /** The series in order, at most two, by their key in `ttftMs`. */
  series: readonly { readonly key: string; readonly label: string }[];
  /** Words to be used instead of the English ones. */
  labels?: Partial<Labels> | undefined;
}

/** How many columns are drawn at most, the latest: more could not be told apart. The table has them all. */
const DRAWN = 100;

/** Past times to the first token as columns, with their figures in a table that can be opened. */
export function TtftHistory({ runs, series, labels: words }: TtftHistoryProps): ReactNode {
  const labels = { ...ENGLISH, ...words };
  if (runs.length === 0) {
    return (
      <figure data-forewarm="history">
        <figcaption>{labels.history}</figcaption>
        <p data-forewarm="empty">{labels.nothingYet}</p>
      </figure>
    );
  }
  const drawn = runs.slice(-DRAWN);
  const values = drawn.flatMap((run) => series.map(({ key }) => run.ttftMs[key] ?? 0));
  const longest = Math.max(1, ...values);
  const ticks = axisTicks(longest);
  const top = Math.max(longest, ticks.at(-1)!);
  return (
    <figure data-forewarm="history">
      <figcaption>{labels.history}</figcaption>
      <ul data-forewarm="legend" aria-hidden="true">
        {series.map(({ key, label }, index) => (
          <li key={key}>
            <i data-forewarm="column" data-series={index} />
            {label}
          </li>
        ))}
      </ul>
      <div data-forewarm="columns" aria-hidden="true">
        {ticks.map((tick) => (
          <div key={tick} data-forewarm="rule" ref={place({ bottom: `${(tick / top) * 100}%` })}>
            <span>{formatSeconds(labels, tick, top < 5000 ? 1 : 0)}</span>
          </div>
        ))}
        <div data-forewarm="runs">
          {drawn.map((run) => (
            <div key={run.id} data-forewarm="run">
              {series.map(({ key }, index) => {
                const ms = run.ttftMs[key];
                const ref = place({ height: `${((ms ?? 0) / top) * 100}%` });
                const none = ms == null || undefined;
                return <i key={key} data-forewarm="column" data-series={index} data-none={none} ref={ref} />;
              })}
            </div>
          ))}
        </div>
      </div>
      <details>
        <summary>{labels.table}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{labels.run}</th>
              {series.map(({ key, label }) => (
                <th key={key} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr key={run.id}>
                <th scope="row">{run.label ?? run.id}</th>
                {series.map(({ key }) => {
                  const ms = run.ttftMs[key];
                  return <td key={key}>{ms == null ? labels.unknown : formatSeconds(labels, ms)}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
