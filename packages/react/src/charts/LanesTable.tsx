'use client';
import type { ReactNode } from 'react';
import { formatSeconds } from '../format.js';
import type { Labels } from '../labels.js';
import type { TimingLane } from './lane.js';

/** The bars of a lane, in the order of their names in a table. */
export const PHASES = ['typing', 'waiting', 'model', 'streaming'] as const;

/** The figures of lanes as a table for assistive technology. */
export function LanesTable({ lanes, labels }: { lanes: readonly TimingLane[]; labels: Labels }): ReactNode {
  const cell = (ms: number | null): string => (ms === null ? labels.unknown : formatSeconds(labels, ms));
  return (
    <div data-forewarm="unseen">
      <table>
        <caption>{labels.lanes}</caption>
        <thead>
          <tr>
            <th scope="col">{labels.lane}</th>
            {phaseNames(labels).map(([phase, name]) => (
              <th key={phase} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lanes.map((lane) => (
            <tr key={lane.label}>
              <th scope="row">{lane.label}</th>
              {[lane.typingMs, lane.waitedMs, lane.modelMs, lane.streamingMs, lane.warm?.durationMs ?? null].map(
                (ms, index) => (
                  <td key={phaseNames(labels)[index]![0]}>{cell(ms)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Every bar with its name, the warm last. */
export function phaseNames({ phases }: Labels): readonly (readonly [string, string])[] {
  return [...PHASES, 'warm' as const].map((phase) => [phase, phases[phase]]);
}
