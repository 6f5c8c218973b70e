'use client';
import type { ReactNode } from 'react';
import { formatNumber } from '../format.js';
import { ENGLISH, type Labels } from '../labels.js';
import { axisTicks, laneEnd, type TimingLane } from './lane.js';
import { LaneBars, percent } from './LaneBars.js';
import { LanesTable } from './LanesTable.js';
import { Legend } from './Legend.js';
import { place } from './place.js';

export interface TimingLanesProps {
  /** From top to bottom. */
  lanes: readonly TimingLane[];
  /** Length of the axis in milliseconds; by default the longest lane. Fix it to let lanes race. */
  lengthMs?: number | undefined;
  /** Words to be used instead of the English ones. */
  labels?: Partial<Labels> | undefined;
}

/** The picture of the pattern: lanes on one time axis from the first touch of the input, each warm a bar of its own beneath. A table to assistive technology. */
export function TimingLanes({ lanes, lengthMs, labels: words }: TimingLanesProps): ReactNode {
  const labels = { ...ENGLISH, ...words };
  const length = Math.max(1, lengthMs ?? Math.max(0, ...lanes.map(laneEnd)));
  const decimals = length < 5000 ? 1 : 0;
  if (lanes.length === 0 && lengthMs === undefined) {
    return (
      <figure data-forewarm="lanes">
        <figcaption>{labels.lanes}</figcaption>
        <p data-forewarm="empty">{labels.nothingYet}</p>
      </figure>
    );
  }
  return (
    <figure data-forewarm="lanes">
      <figcaption>{labels.lanes}</figcaption>
      <div aria-hidden="true" data-forewarm="plot">
        {lanes.map((lane) => (
          <div key={lane.label} data-forewarm="lane">
            <span data-forewarm="lane-label">{lane.label}</span>
            <LaneBars lane={lane} length={length} />
          </div>
        ))}
        <div data-forewarm="axis">
          {axisTicks(length).map((tick) => (
            <span key={tick} ref={place({ 'inset-inline-start': percent(tick, length) })}>
              {formatNumber(labels, tick / 1000, decimals)}
            </span>
          ))}
          <span data-forewarm="unit">{labels.unit}</span>
        </div>
      </div>
      <Legend labels={labels} warm={lanes.some(({ warm }) => warm)} />
      <LanesTable lanes={lanes} labels={labels} />
    </figure>
  );
}
