import type { Clock } from './clock.js';

/** Moves only by `advance`. */
export interface FakeClock extends Clock {
  /** Runs due timers in order and lets promises settle. */
  advance(ms: number): Promise<void>;
}

interface Timer {
  readonly due: number;
  readonly fn: () => void;
}

/** Makes a clock for tests. `start`: ms since the epoch. */
export function fakeClock(start = Date.UTC(2026, 0, 1)): FakeClock {
  let now = start;
  const timers = new Set<Timer>();

  const nextDue = (until: number): Timer | undefined =>
    [...timers].filter(({ due }) => due <= until).toSorted((a, b) => a.due - b.due)[0];

  return {
    now: () => now,
    setTimeout: (fn, ms) => {
      const timer = { due: now + ms, fn };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    advance: async (ms) => {
      const until = now + ms;
      await settle();
      for (let timer = nextDue(until); timer; timer = nextDue(until)) {
        timers.delete(timer);
        now = Math.max(now, timer.due);
        timer.fn();
        await settle();
      }
      now = until;
    },
  };
}

const turn: (fn: () => void) => void =
  (globalThis as { setImmediate?: (fn: () => void) => void }).setImmediate ?? ((fn) => void setTimeout(fn, 0));

// Reading a body or writing a chunk takes a few turns.
async function settle(): Promise<void> {
  for (let i = 0; i < 4; i++) await new Promise<void>((resolve) => turn(resolve));
}
