'use client';
import type { ReactNode } from 'react';
import { formatSeconds } from '../format.js';
import { ENGLISH } from '../labels.js';
import { useForewarmMetrics } from '../useForewarmMetrics.js';

export function Figures(): ReactNode {
  const { warms, asks, unread, report } = useForewarmMetrics();
  const { hitRate, wasted, ttftMs } = report;
  const median = ({ p50: ms, count }: { p50: number | null; count: number }): string =>
    ms === null ? 'none yet' : `${formatSeconds(ENGLISH, ms)} (of ${count})`;
  const figures: readonly (readonly [string, string])[] = [
    [
      'Warms',
      `${warms.warmed} of ${warms.started}, ${wasted} wasted, ${warms.skipped} skipped, ${warms.failed} failed${unread > 0 ? `, ${unread} unread` : ''}`,
    ],
    ['Questions', `${asks.finished} of ${asks.started}, ${asks.failed} failed, ${asks.stopped} stopped`],
    ['Hits', hitRate === null ? 'unknown' : `${Math.round(hitRate * 100)} %`],
    ['First token, warm', median(ttftMs.warm)],
    ['First token, joined', median(ttftMs.joined)],
    ['First token, cold', median(ttftMs.cold)],
  ];
  return (
    <dl>
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
