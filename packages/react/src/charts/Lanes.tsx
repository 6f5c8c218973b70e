'use client';
import type { ReactNode } from 'react';
import { ENGLISH, type Labels } from '../labels.js';
import { Bars } from './Bars.js';
import { laneEnd, type TimingLane } from './lane.js';
import { LaneTable } from './LaneTable.js';
import { durations, PHASES } from './phases.js';

export interface LanesProps {
  /** From top to bottom. */
  lanes: readonly TimingLane[];
  /**
   * Milliseconds that the whole width stands for. Default: the longest lane. Set it to let lanes
   * race.
   */
  lengthMs?: number | undefined;
  /** Replaces English words. */
  labels?: Partial<Labels> | undefined;
  /** Draws an axis below the lanes from the width in milliseconds. Default: none. */
  axis?: ((lengthMs: number) => ReactNode) | undefined;
  /** Draws what stands at the end of a lane from the width in milliseconds. Default: nothing. */
  end?: ((lane: TimingLane, lengthMs: number) => ReactNode) | undefined;
}

/**
 * Draws lanes on one time axis that starts at focus, with each warm as its own bar beneath.
 * Assistive technology reads a table. Outside of an ask box, wrap it in an element with
 * `data-forewarm="lanes"` for the colours.
 */
export function Lanes({ lanes, lengthMs, labels: words, axis, end }: LanesProps): ReactNode {
  const labels = { ...ENGLISH, ...words };
  const length = Math.max(1, lengthMs ?? Math.max(0, ...lanes.map(laneEnd)));
  return (
    <>
      <div aria-hidden="true">
        {lanes.map((lane) => (
          <div key={lane.label} data-forewarm="lane">
            <span data-forewarm="lane-label">{lane.label}</span>
            {end?.(lane, length)}
            <Bars lane={lane} length={length} />
          </div>
        ))}
        {axis?.(length)}
      </div>
      <Legend labels={labels} phases={PHASES.filter((_, index) => lanes.some((lane) => durations(lane)[index]))} />
      <LaneTable lanes={lanes} labels={labels} />
    </>
  );
}

/** For the eye only: the table names the bars too. */
function Legend({ labels, phases }: { labels: Labels; phases: readonly (typeof PHASES)[number][] }): ReactNode {
  return (
    <ul aria-hidden="true" data-forewarm="legend">
      {phases.map((phase) => (
        <li key={phase}>
          <i data-forewarm="phase" data-phase={phase} />
          {labels.phases[phase]}
        </li>
      ))}
    </ul>
  );
}
