'use client';
import type { ReactNode } from 'react';
import { formatSeconds } from '../format.js';
import { ENGLISH, type Labels } from '../labels.js';
import { laneEnd, type TimingLane } from './lane.js';
import { place } from './place.js';

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
  /** Whether to show the lanes' names and a legend. Default true. */
  named?: boolean | undefined;
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
export function Lanes({ lanes, lengthMs, labels: words, named = true, axis, end }: LanesProps): ReactNode {
  const labels = { ...ENGLISH, ...words };
  const length = Math.max(1, lengthMs ?? Math.max(0, ...lanes.map(laneEnd)));
  return (
    <>
      <div aria-hidden="true">
        {lanes.map((lane) => (
          <div key={lane.label} data-forewarm="lane">
            {named && <span data-forewarm="lane-label">{lane.label}</span>}
            {end?.(lane, length)}
            <Bars lane={lane} length={length} />
          </div>
        ))}
        {axis?.(length)}
      </div>
      {named && (
        <Legend labels={labels} phases={PHASES.filter((_, index) => lanes.some((lane) => durations(lane)[index]))} />
      )}
      <Table lanes={lanes} labels={labels} />
    </>
  );
}

const PHASES = ['typing', 'waiting', 'model', 'streaming', 'warm', 'begun'] as const;

/** Those that lanes have; an answer is rarely begun before its question. */
function phasesOf(lanes: readonly TimingLane[]): (typeof PHASES)[number][] {
  return PHASES.filter((phase) => phase !== 'begun' || lanes.some(({ begunMs }) => begunMs));
}

/** The durations of a lane in milliseconds, in the order of `PHASES`. */
function durations({ typingMs, waitedMs, modelMs, streamingMs, warm, begunMs }: TimingLane): (number | null)[] {
  return [typingMs, waitedMs, modelMs, streamingMs, warm?.durationMs ?? null, begunMs ?? null];
}

function Bars({ lane, length }: { lane: TimingLane; length: number }): ReactNode {
  const { warm, begunMs, typingMs } = lane;
  const bars = durations(lane).slice(0, 4);
  const starts = bars.map((_, index) => bars.slice(0, index).reduce<number>((sum, ms) => sum + (ms ?? 0), 0));
  const bar = (index: number, startMs: number, ms: number | null): ReactNode => {
    if (ms === null || ms <= 0) return null;
    const ref = place({ 'inset-inline-start': percent(startMs, length), 'inline-size': percent(ms, length) });
    return <i key={index} data-forewarm="phase" data-phase={PHASES[index]} ref={ref} />;
  };
  return (
    <>
      <div data-forewarm="track">{bars.map((ms, index) => bar(index, starts[index]!, ms))}</div>
      {warm && (
        <div data-forewarm="track" data-warm="">
          {bar(4, warm.startMs, warm.durationMs)}
        </div>
      )}
      {begunMs != null && (
        <div data-forewarm="track" data-warm="">
          {bar(5, Math.max(0, typingMs - begunMs), Math.min(typingMs, begunMs))}
        </div>
      )}
    </>
  );
}

function percent(ms: number, length: number): string {
  return `${Math.min(100, (ms / length) * 100)}%`;
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

function Table({ lanes, labels }: { lanes: readonly TimingLane[]; labels: Labels }): ReactNode {
  return (
    <div data-forewarm="unseen">
      <table>
        <caption>{labels.lanes}</caption>
        <thead>
          <tr>
            <th scope="col">{labels.lane}</th>
            {phasesOf(lanes).map((phase) => (
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
              {durations(lane)
                .slice(0, phasesOf(lanes).length)
                .map((ms, index) => (
                  <td key={PHASES[index]}>{ms === null ? labels.unknown : formatSeconds(labels, ms)}</td>
                ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
