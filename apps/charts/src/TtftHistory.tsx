import { ENGLISH, formatSeconds } from '@forewarm/react';
import type { ReactNode } from 'react';
import { axisTicks } from './axisTicks.js';
import { place } from './place.js';
import './charts.css';

/** One question asked, and how long its first token took in each series it was asked in. */
export interface TtftRun {
  /** Told apart by it; shown where there is no `label`. Questions are drawn in the order given. */
  readonly id: string | number;
  /** What it is called in the table, such as the question. */
  readonly label?: string | undefined;
  /** Milliseconds from submit to the first token by series; absent or null where there was none. */
  readonly ttftMs: Readonly<Record<string, number | null | undefined>>;
  /** How it ended, for the table. */
  readonly result?: string | undefined;
}

export interface TtftHistoryProps {
  /** The questions, oldest first. */
  runs: readonly TtftRun[];
  /** The series in order, at most two, by their key in `ttftMs`. */
  series: readonly { readonly key: string; readonly label: string }[];
  /** Milliseconds the height stands for, where no run is longer. Default: the longest run. */
  topMs?: number | undefined;
}

/**
 * How many columns are drawn at most, the latest: more could not be told apart. The table has them
 * all.
 */
const DRAWN = 100;
/** With more runs than this, values would stand on one another; the table has them. */
const WITH_VALUES = 4;

/** Past times to the first token as columns, with their figures in a table that can be opened. */
export function TtftHistory({ runs, series, topMs = 1 }: TtftHistoryProps): ReactNode {
  if (runs.length === 0) {
    return (
      <figure data-forewarm="lanes" className="history">
        <figcaption>Time to first token</figcaption>
        <p className="empty">No question asked yet.</p>
      </figure>
    );
  }
  const drawn = runs.slice(-DRAWN);
  const values = drawn.flatMap((run) => series.map(({ key }) => run.ttftMs[key] ?? 0));
  const longest = Math.max(1, topMs, ...values);
  const hasResults = runs.some(({ result }) => result !== undefined);
  const ticks = axisTicks(longest);
  const top = Math.max(longest, ticks.at(-1)!);
  return (
    <figure data-forewarm="lanes" className="history">
      <figcaption>Time to first token</figcaption>
      <ul data-forewarm="legend" aria-hidden="true">
        {series.map(({ key, label }, index) =>
          drawn.some(({ ttftMs }) => ttftMs[key] != null) ? (
            <li key={key}>
              <i className="column" data-series={index} />
              {label}
            </li>
          ) : null,
        )}
      </ul>
      <div className="columns" aria-hidden="true">
        {ticks.map((tick) => (
          <div key={tick} className="rule" ref={place('bottom', `${(tick / top) * 100}%`)}>
            <span>{(tick / 1000).toFixed(top < 5000 ? 1 : 0)} s</span>
          </div>
        ))}
        <div className="runs" data-values={drawn.length <= WITH_VALUES || undefined}>
          {drawn.map((run) => (
            <div key={run.id} className="run">
              {series.map(({ key }, index) => {
                const ms = run.ttftMs[key];
                const ref = place('height', `${((ms ?? 0) / top) * 100}%`);
                const none = ms == null || undefined;
                return (
                  <i key={key} className="column" data-series={index} data-none={none} ref={ref}>
                    {drawn.length <= WITH_VALUES && ms != null && <b>{(ms / 1000).toFixed(1)}</b>}
                  </i>
                );
              })}
            </div>
          ))}
        </div>
      </div>
      <details>
        <summary>Show as a table</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">Question</th>
              {series.map(({ key, label }) => (
                <th key={key} scope="col">
                  {label}
                </th>
              ))}
              {hasResults && <th scope="col">Result</th>}
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr key={run.id}>
                <th scope="row">{run.label ?? run.id}</th>
                {series.map(({ key }) => {
                  const ms = run.ttftMs[key];
                  return <td key={key}>{ms == null ? ENGLISH.unknown : formatSeconds(ENGLISH, ms)}</td>;
                })}
                {hasResults && <td>{run.result}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
