import type { ReactNode } from 'react';
import { Table } from '../../docs/Table.js';
import { COOKBOOK, type Join, ttftMs } from './joinCurves.js';
import './policy.css';

const LONGEST_MS = 30_000;
const HIGHEST_MS = 25_000;
const JOINS: readonly { readonly join: Join; readonly label: string }[] = [
  { join: 'race', label: 'join: race' },
  { join: 'wait', label: 'join: wait (default)' },
  { join: 'never', label: 'join: never' },
];
const seconds = (ms: number): string => (ms / 1000).toFixed(2);
const every = (stepMs: number, toMs: number): number[] =>
  Array.from({ length: toMs / stepMs + 1 }, (_, index) => index * stepMs);

/** Time to the first token against think time, for each way of joining, by the kit's own `decideJoin`. */
export function JoinCurves(): ReactNode {
  return (
    <figure className="policy">
      <figcaption>Seconds from submit to the first token, by seconds of typing</figcaption>
      <div className="policy-chart">
        <svg
          viewBox={`0 0 ${LONGEST_MS} ${HIGHEST_MS}`}
          preserveAspectRatio="none"
          role="img"
          aria-label="Three lines; their figures are in the table below"
        >
          {every(5_000, HIGHEST_MS).map((ms) => (
            <line key={ms} className="policy-grid" x1={0} x2={LONGEST_MS} y1={HIGHEST_MS - ms} y2={HIGHEST_MS - ms} />
          ))}
          {JOINS.map(({ join }) => (
            <polyline key={join} className={`policy-line policy-${join}`} points={points(join)} />
          ))}
        </svg>
        {every(5_000, HIGHEST_MS).map((ms) => (
          <span key={ms} className="policy-y" style={{ insetBlockEnd: `${(ms / HIGHEST_MS) * 100}%` }} aria-hidden>
            {ms / 1000}
          </span>
        ))}
        {every(10_000, LONGEST_MS).map((ms) => (
          <span key={ms} className="policy-x" style={{ insetInlineStart: `${(ms / LONGEST_MS) * 100}%` }} aria-hidden>
            {ms / 1000}
          </span>
        ))}
      </div>
      <ul className="policy-legend">
        {JOINS.map(({ join, label }) => (
          <li key={join}>
            <svg width="40" height="10" aria-hidden>
              <line className={`policy-line policy-${join}`} x1={0} x2={40} y1={5} y2={5} />
            </svg>
            {label}
          </li>
        ))}
      </ul>
      <Figures />
    </figure>
  );
}

function points(join: Join): string {
  // Just before the end of the warm and at it, so that a step is drawn as one.
  const times = [...every(250, LONGEST_MS), COOKBOOK.warmMs - 1, COOKBOOK.warmMs].toSorted((a, b) => a - b);
  return times.map((ms) => `${ms},${HIGHEST_MS - ttftMs(join, ms)}`).join(' ');
}

function Figures(): ReactNode {
  return (
    <details>
      <summary>Show as a table</summary>
      <Table>
        <thead>
          <tr>
            <th scope="col">Sent after</th>
            {JOINS.map(({ join, label }) => (
              <th key={join} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {every(5_000, LONGEST_MS).map((ms) => (
            <tr key={ms}>
              <th scope="row">{ms / 1000} s</th>
              {JOINS.map(({ join }) => (
                <td key={join}>{seconds(ttftMs(join, ms))} s</td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </details>
  );
}
