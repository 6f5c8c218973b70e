'use client';
import type { CSSProperties, ReactNode } from 'react';
import { VISUALLY_HIDDEN } from '../askBox/Announcer.js';
import { formatNumber, formatSeconds } from '../format.js';
import { ENGLISH, type Labels } from '../labels.js';
import { axisTicks, laneEnd, type TimingLane } from './lane.js';

export interface TimingLanesProps {
  lanes: readonly TimingLane[];
  /** Length of the axis in milliseconds; by default the longest lane. Fix it to let lanes race. */
  lengthMs?: number | undefined;
  /** Without axis, legend and lane labels, as the strip under one answer. Default false. */
  compact?: boolean | undefined;
  labels?: Partial<Labels> | undefined;
}

const PHASES = ['typing', 'waiting', 'model', 'streaming'] as const;

/** The picture of the pattern: lanes on one time axis from the first touch of the input, each warm a bar of its own beneath. A table to assistive technology. */
export function TimingLanes({ lanes, lengthMs, compact = false, labels: words }: TimingLanesProps): ReactNode {
  const labels = { ...ENGLISH, ...words };
  const length = Math.max(1, lengthMs ?? Math.max(0, ...lanes.map(laneEnd)));
  const ticks = axisTicks(length);
  const decimals = length < 5000 ? 1 : 0;
  return (
    <figure data-forewarm="lanes" data-compact={compact || undefined}>
      {compact || <figcaption>{labels.lanes}</figcaption>}
      <div aria-hidden="true" data-forewarm="plot">
        {lanes.map((lane) => (
          <Lane key={lane.label} lane={lane} length={length} compact={compact} />
        ))}
        {compact || (
          <div data-forewarm="axis">
            {ticks.map((tick) => (
              <span key={tick} style={{ insetInlineStart: percent(tick, length) }}>
                {formatNumber(labels, tick / 1000, decimals)}
              </span>
            ))}
            <span data-forewarm="unit">{labels.unit}</span>
          </div>
        )}
      </div>
      {compact || <Legend labels={labels} warm={lanes.some(({ warm }) => warm)} />}
      <LanesTable lanes={lanes} labels={labels} />
    </figure>
  );
}

function Lane({ lane, length, compact }: { lane: TimingLane; length: number; compact: boolean }): ReactNode {
  const values = [lane.typingMs, lane.waitedMs ?? 0, lane.modelMs ?? 0, lane.streamingMs ?? 0];
  const starts = values.map((_, index) => values.slice(0, index).reduce((sum, ms) => sum + ms, 0));
  return (
    <div data-forewarm="lane">
      {compact || <span data-forewarm="lane-label">{lane.label}</span>}
      <div data-forewarm="track">
        {PHASES.map((phase, index) => (
          <Bar key={phase} phase={phase} start={starts[index]!} ms={values[index]!} length={length} />
        ))}
      </div>
      {lane.warm && (
        <div data-forewarm="track" data-warm="">
          <Bar phase="warm" start={lane.warm.startMs} ms={lane.warm.durationMs} length={length} />
        </div>
      )}
    </div>
  );
}

function Bar({ phase, start, ms, length }: { phase: string; start: number; ms: number; length: number }): ReactNode {
  if (ms <= 0) return null;
  const style: CSSProperties = { insetInlineStart: percent(start, length), inlineSize: percent(ms, length) };
  return <i data-forewarm="phase" data-phase={phase} style={style} />;
}

function Legend({ labels, warm }: { labels: Labels; warm: boolean }): ReactNode {
  const names = phaseNames(labels);
  return (
    <ul aria-hidden="true" data-forewarm="legend">
      {names.slice(0, warm ? 5 : 4).map(([phase, name]) => (
        <li key={phase}>
          <i data-forewarm="phase" data-phase={phase} />
          {name}
        </li>
      ))}
    </ul>
  );
}

function LanesTable({ lanes, labels }: { lanes: readonly TimingLane[]; labels: Labels }): ReactNode {
  const cell = (ms: number | null): string => (ms === null ? labels.unknown : formatSeconds(labels, ms));
  return (
    <div style={VISUALLY_HIDDEN}>
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

function phaseNames({ phases }: Labels): readonly (readonly [string, string])[] {
  return [...PHASES, 'warm' as const].map((phase) => [phase, phases[phase]]);
}

function percent(ms: number, length: number): string {
  return `${Math.min(100, (ms / length) * 100)}%`;
}
