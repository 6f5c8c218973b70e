import type { ReactNode } from 'react';
import { ms } from './explain.js';

export function drawAxis(lengthMs: number): ReactNode {
  return (
    <div data-axis="">
      {[0, 0.25, 0.5, 0.75, 1].map((part) => (
        <span key={part}>{part === 0 ? '0' : ms(part * lengthMs)}</span>
      ))}
    </div>
  );
}
