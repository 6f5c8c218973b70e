'use client';
import type { ReactNode } from 'react';
import type { TimingLane } from './lane.js';
import { PHASES } from './LanesTable.js';
import { place } from './place.js';

export interface LaneBarsProps {
  lane: TimingLane;
  /** Milliseconds the whole width stands for. */
  length: number;
}

/** The bars of one lane, its warm beneath. A picture only: the figures are in the table beside it. */
export function LaneBars({ lane, length }: LaneBarsProps): ReactNode {
  const values = [lane.typingMs, lane.waitedMs ?? 0, lane.modelMs ?? 0, lane.streamingMs ?? 0];
  const starts = values.map((_, index) => values.slice(0, index).reduce((sum, ms) => sum + ms, 0));
  return (
    <>
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
    </>
  );
}

function Bar({ phase, start, ms, length }: { phase: string; start: number; ms: number; length: number }): ReactNode {
  if (ms <= 0) return null;
  const ref = place({ 'inset-inline-start': percent(start, length), 'inline-size': percent(ms, length) });
  return <i data-forewarm="phase" data-phase={phase} ref={ref} />;
}

/** A time as a share of the width, in percent. */
export function percent(ms: number, length: number): string {
  return `${Math.min(100, (ms / length) * 100)}%`;
}
