'use client';
import { every } from '@forewarm/core/kit';
import { useEffect, useState } from 'react';
import { useForewarmClient } from './useForewarmClient.js';

/** Milliseconds between draws: its one decimal changes as often. */
const TICK_MS = 100;

/** Milliseconds since `submittedAt`, ten times a second while `running`; 0 without a submit. */
export function useLiveCounter(submittedAt: number | null, running: boolean): number {
  const { environment } = useForewarmClient();
  const [elapsed, setElapsed] = useState(0);
  useEffect(() => {
    if (submittedAt === null || !running) return;
    const tick = (): void => setElapsed(environment.monotonic() - submittedAt);
    tick();
    return every(TICK_MS, environment, tick);
  }, [environment, submittedAt, running]);
  return submittedAt === null ? 0 : elapsed;
}
