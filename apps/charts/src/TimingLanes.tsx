import { ENGLISH, formatSeconds, Lanes, type LanesProps, type TimingLane } from '@forewarm/react';
import type { ReactNode } from 'react';
import { axisTicks } from './axisTicks.js';
import { place } from './place.js';
import './charts.css';

/** Lanes as a figure, with an axis in seconds and the value of each lane at its end. */
export function TimingLanes(props: Omit<LanesProps, 'axis' | 'end'>): ReactNode {
  const { lanes, lengthMs, labels } = props;
  const empty = lanes.length === 0 && lengthMs === undefined;
  return (
    <figure data-forewarm="lanes">
      <figcaption>{labels?.lanes ?? ENGLISH.lanes}</figcaption>
      {empty ? <p className="empty">No question asked yet.</p> : <Lanes {...props} axis={axis} end={end} />}
    </figure>
  );
}

function end({ typingMs, waitedMs, modelMs, streamingMs }: TimingLane, lengthMs: number): ReactNode {
  const ms = typingMs + (waitedMs ?? 0) + (modelMs ?? 0) + (streamingMs ?? 0);
  return (
    <span className="end" ref={place('inset-inline-start', `${Math.min(100, (ms / lengthMs) * 100)}%`)}>
      {formatSeconds(ENGLISH, ms, 1)}
    </span>
  );
}

function axis(lengthMs: number): ReactNode {
  const ticks = axisTicks(lengthMs);
  return (
    <div className="axis">
      {ticks.map((tick) => (
        <span key={tick} ref={place('inset-inline-start', `${(tick / lengthMs) * 100}%`)}>
          {(tick / 1000).toFixed(lengthMs < 5000 ? 1 : 0)}
          {tick === ticks.at(-1) && ' s'}
        </span>
      ))}
    </div>
  );
}
