import { ENGLISH, formatSeconds, laneOf, type TimingLane } from '@forewarm/react';
import type { RaceRun } from './RaceRun.js';

const seconds = (ms: number): string => formatSeconds(ENGLISH, ms);

/** What a race came to, in words; null where a lane had no first token. */
export function verdict(run: RaceRun): string | null {
  const [cold, warm] = [run.lane('standard'), run.lane('speculative')];
  const [coldMs, warmMs] = [cold.timing?.ttftMs, warm.timing?.ttftMs];
  if (coldMs == null || warmMs == null) return null;
  // What the page itself takes counts as many times as the race is faster than real time.
  const gain = coldMs - warmMs < 500 ? 'Nothing gained.' : `${seconds(coldMs - warmMs)} sooner.`;
  const first = `First token ${seconds(warmMs)} after submit (${warm.state.outcome}) instead of ${seconds(coldMs)} (${cold.state.outcome})`;
  return `${gain} ${first}: ${seconds(warm.timing?.waitedMs ?? 0)} waiting for the warm, ${seconds(warm.timing?.modelMs ?? 0)} for the model.`;
}

/** A lane as it stands now. */
export function laneOfRun(run: RaceRun, name: 'standard' | 'speculative'): TimingLane {
  const label = name === 'standard' ? 'Standard' : 'Speculative';
  const { state, timing } = run.lane(name);
  const elapsed = run.elapsed();
  const typingMs = Math.min(elapsed, run.settings.thinkS * 1000);
  if (!timing) return laneOf({ label, typingMs, timing, warm: name === 'standard' ? null : run.warmSoFar() });
  return laneOf({ label, timing, joining: state.joining, elapsedMs: elapsed - typingMs });
}
