import type { ReactNode } from 'react';
import { TimingLanes } from '../../apps/charts/src/TimingLanes.js';
import { COOKBOOK, ttftMs } from './policy/joinCurves.js';

interface CookbookLaneProps {
  label: string;
  /** From focus to submit, in milliseconds. */
  thinkMs: number;
  /** Whether the prefix is warmed from focus on. */
  warmed?: boolean;
}

/** One question with the cookbook's figures, waiting for the warm as the kit's policy has it. */
export function CookbookLane({ label, thinkMs, warmed = false }: CookbookLaneProps): ReactNode {
  const { coldMs, hitMs, warmMs } = COOKBOOK;
  const lane = {
    label,
    typingMs: thinkMs,
    waitedMs: warmed ? ttftMs('wait', thinkMs) - hitMs : 0,
    modelMs: warmed ? hitMs : coldMs,
    streamingMs: 5_000,
    warm: warmed ? { startMs: 0, durationMs: warmMs } : null,
  };
  return <TimingLanes lanes={[lane]} lengthMs={42_000} />;
}
