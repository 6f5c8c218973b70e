import { ENGLISH } from '@forewarm/react';
import type { ReactNode } from 'react';
import { Table } from '../../docs/Table.js';
import { play, type Span, type Told } from './history.js';
import type { Scene } from './histories.js';
import './policy.css';

const SPANS: Readonly<Record<Span['state'], string>> = {
  warming: 'a warm is in flight',
  fresh: 'the entry counts as fresh',
  margin: 'it is there, but too near its end to be relied on',
  resting: 'left alone',
};
const DECISIONS: Readonly<Record<Exclude<Told['decision'], 'skip'>, string>> = {
  warm: 'warms',
  join: 'joins the warm in flight: nothing is sent',
  read: 'reads the entry, which begins its life anew',
  written: 'reads all of it anew, and so writes the entry',
};

/** What happens to a prefix over time, as the kit's own `decide` and `settle` have it: bars for its states, marks for what happens, and both in words. */
export function HistoryPicture({ scene }: { scene: Scene }): ReactNode {
  const { told, spans } = play(scene.happenings, scene.backend);
  const endMs = Math.max(...spans.map(({ toMs }) => toMs));
  const at = (ms: number): string => `${(ms / endMs) * 100}%`;
  const states = (Object.keys(SPANS) as Span['state'][]).filter((state) => spans.some((span) => span.state === state));
  return (
    <figure className="policy">
      <figcaption>{scene.label}</figcaption>
      <div className="policy-track" aria-hidden>
        {spans.map(({ state, fromMs, toMs }) => (
          <span
            key={`${state}${fromMs}`}
            className={`policy-span policy-${state}`}
            style={{ insetInlineStart: at(fromMs), inlineSize: at(toMs - fromMs) }}
          />
        ))}
        {told.map(({ atMs, decision }) => (
          <span key={atMs} className={`policy-mark policy-did-${decision}`} style={{ insetInlineStart: at(atMs) }} />
        ))}
      </div>
      <div className="policy-axis" aria-hidden>
        <span>{clock(0)}</span>
        <span>{clock(endMs)}</span>
      </div>
      <ul className="policy-legend">
        {states.map((state) => (
          <li key={state}>
            <span className={`policy-key policy-${state}`} aria-hidden />
            {SPANS[state]}
          </li>
        ))}
      </ul>
      <Table>
        <thead>
          <tr>
            <th scope="col">At</th>
            <th scope="col">What happens</th>
            <th scope="col">Decision</th>
          </tr>
        </thead>
        <tbody>
          {told.map((each) => (
            <tr key={each.atMs}>
              <th scope="row">{clock(each.atMs)}</th>
              <td>{each.what === 'ask' ? 'a question' : each.what}</td>
              <td>
                <span className={`policy-key policy-did-${each.decision}`} aria-hidden /> {inWords(each)}
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
    </figure>
  );
}

function inWords({ decision, reason }: Told): string {
  return decision === 'skip' ? `nothing: ${ENGLISH.reason(reason!)}` : DECISIONS[decision];
}

/** Minutes and seconds. */
function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
