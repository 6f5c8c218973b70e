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
  /** Milliseconds of the whole width; set it to let lanes race. Default: the longest lane. */
  lengthMs?: number | undefined;
  /** Replaces English words. */
  labels?: Partial<Labels> | undefined;
  /** Draws an axis below, by the width in milliseconds. Default: none. */
  axis?: ((lengthMs: number) => ReactNode) | undefined;
  /** Draws a lane's end, by the width in milliseconds. Default: nothing. */
  end?: ((lane: TimingLane, lengthMs: number) => ReactNode) | undefined;
}

/**
 * Draws lanes on a time axis from focus, warms beneath; assistive technology reads a table. Outside
 * an ask box, wrap it in `data-forewarm="lanes"` for colours.
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

/** Hidden from assistive technology: the table names the bars. */
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
