'use client';
import type { ReactNode } from 'react';
import type { TimingLane } from './lane.js';
import { durations, PHASES } from './phases.js';
import { place } from './place.js';

interface BarsProps {
  lane: TimingLane;
  /** Milliseconds of the whole width. */
  length: number;
}

export function Bars({ lane, length }: BarsProps): ReactNode {
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
