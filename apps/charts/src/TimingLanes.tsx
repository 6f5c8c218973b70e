import { ENGLISH, Lanes, type LanesProps } from '@forewarm/react';
import type { ReactNode } from 'react';
import { axisTicks } from './axisTicks.js';
import { place } from './place.js';
import './charts.css';

/** Lanes as a figure, with an axis in seconds. */
export function TimingLanes(props: Omit<LanesProps, 'axis'>): ReactNode {
  const { lanes, lengthMs, labels } = props;
  const empty = lanes.length === 0 && lengthMs === undefined;
  return (
    <figure data-forewarm="lanes">
      <figcaption>{labels?.lanes ?? ENGLISH.lanes}</figcaption>
      {empty ? <p className="empty">No question asked yet.</p> : <Lanes {...props} axis={axis} />}
    </figure>
  );
}

function axis(lengthMs: number): ReactNode {
  return (
    <div className="axis">
      {axisTicks(lengthMs).map((tick) => (
        <span key={tick} ref={place('inset-inline-start', `${(tick / lengthMs) * 100}%`)}>
          {(tick / 1000).toFixed(lengthMs < 5000 ? 1 : 0)}
        </span>
      ))}
      <span className="unit">s</span>
    </div>
  );
}
