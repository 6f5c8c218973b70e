'use client';
import type { ReactNode } from 'react';
import { formatSeconds } from '../format.js';
import type { Labels } from '../labels.js';
import type { TimingLane } from './lane.js';
import { durations, PHASES } from './phases.js';

/** Lanes for assistive technology. */
export function LaneTable({ lanes, labels }: { lanes: readonly TimingLane[]; labels: Labels }): ReactNode {
  // Few answers are begun before their question.
  const phases = PHASES.filter((phase) => phase !== 'begun' || lanes.some(({ begunMs }) => begunMs));
  return (
    <div data-forewarm="unseen">
      <table>
        <caption>{labels.lanes}</caption>
        <thead>
          <tr>
            <th scope="col">{labels.lane}</th>
            {phases.map((phase) => (
              <th key={phase} scope="col">
                {labels.phases[phase]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lanes.map((lane) => (
            <tr key={lane.label}>
              <th scope="row">{lane.label}</th>
              {phases.map((phase, index) => {
                const ms = durations(lane)[index] ?? null;
                return <td key={phase}>{ms === null ? labels.unknown : formatSeconds(labels, ms)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
