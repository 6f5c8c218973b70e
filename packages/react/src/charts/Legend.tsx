'use client';
import type { ReactNode } from 'react';
import type { Labels } from '../labels.js';
import { phaseNames } from './LanesTable.js';

/** What the bars of lanes stand for; that of the warm only where there is one. For the eye only: the table beside it names them too. */
export function Legend({ labels, warm }: { labels: Labels; warm: boolean }): ReactNode {
  return (
    <ul aria-hidden="true" data-forewarm="legend">
      {phaseNames(labels)
        .slice(0, warm ? 5 : 4)
        .map(([phase, name]) => (
          <li key={phase}>
            <i data-forewarm="phase" data-phase={phase} />
            {name}
          </li>
        ))}
    </ul>
  );
}
