import type { Environment } from '@forewarm/core';

/** A clock whose time passes only in `until` and `during`, from timer to timer. */
export interface ReplayClock extends Environment {
  /** Advances time to `at`, ms on the monotonic clock. */
  readonly until: (at: number) => Promise<void>;
  readonly during: <T>(work: Promise<T>) => Promise<T>;
  /** Reports work that needs no time, such as a request. */
  readonly stir: () => void;
}

const EPOCH = Date.UTC(2026, 0, 1);

/** Event loop turns until work without timers settles; a request takes about ten. */
const TURNS = 24;

export function replayClock(): ReplayClock {
  let now = 0;
  let stirred = false;
  let id = 0;
  const timers = new Map<number, { readonly due: number; readonly callback: () => void }>();

  const settle = async (): Promise<void> => {
    await turn();
    while (stirred) {
      stirred = false;
      for (let left = TURNS; left > 0; left--) await turn();
    }
  };
  const next = (latest: number): boolean => {
    let first: number | null = null;
    let due = latest;
    for (const [key, timer] of timers) {
      if (timer.due < due || (first === null && timer.due === due)) [first, due] = [key, timer.due];
    }
    if (first === null) return false;
    const { callback } = timers.get(first)!;
    timers.delete(first);
    now = Math.max(now, due);
    stirred = true;
    callback();
    return true;
  };
  return {
    now: () => EPOCH + now,
    monotonic: () => now,
    setTimeout(callback, ms) {
      const mine = ++id;
      timers.set(mine, { due: now + Math.max(0, ms), callback });
      return () => void timers.delete(mine);
    },
    stir: () => void (stirred = true),
    async until(at) {
      do await settle();
      while (next(at));
      now = Math.max(now, at);
    },
    async during(work) {
      const state = { done: false };
      const finished = work.finally(() => (state.done = true));
      finished.catch(() => null);
      for (;;) {
        await settle();
        if (state.done) return finished;
        if (!next(Infinity)) throw new Error('Nothing is left that could go on.');
      }
    },
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
