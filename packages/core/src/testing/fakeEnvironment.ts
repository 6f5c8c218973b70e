import type { Conditions, Environment } from '../base/environment.js';

/** An environment whose time passes only by `advance`. Not published. */
export interface FakeEnvironment extends Environment {
  /** Lets time pass: runs timers in order, and lets promises settle after each. */
  readonly advance: (ms: number) => Promise<void>;
  /** Moves the wall clock; the monotonic clock and timers don't notice. */
  readonly jump: (ms: number) => void;
  /**
   * Moves the wall clock while the monotonic clock and timers stand still, as in a sleeping laptop.
   */
  readonly sleep: (ms: number) => void;
  readonly conditionsNow: { -readonly [Name in keyof Conditions]: Conditions[Name] };
  /** Timers set. */
  readonly timers: () => number;
}

/** Begins at a million milliseconds. */
export function fakeEnvironment(): FakeEnvironment {
  let monotonic = 0;
  let offset = 1_000_000;
  let id = 0;
  const timers = new Map<number, { readonly at: number; readonly callback: () => void }>();
  const conditionsNow: FakeEnvironment['conditionsNow'] = {};
  const due = (until: number): [number, { at: number; callback: () => void }] | undefined =>
    [...timers].filter(([, { at }]) => at <= until).toSorted(([a, { at: x }], [b, { at: y }]) => x - y || a - b)[0];
  const skip = (ms: number): void => void (offset += ms);
  return {
    now: () => monotonic + offset,
    monotonic: () => monotonic,
    setTimeout(callback, ms) {
      const mine = ++id;
      timers.set(mine, { at: monotonic + Math.max(0, ms), callback });
      return () => void timers.delete(mine);
    },
    conditions: () => conditionsNow,
    conditionsNow,
    timers: () => timers.size,
    jump: skip,
    sleep: skip,
    async advance(ms) {
      const until = monotonic + ms;
      await settled();
      for (let next = due(until); next; next = due(until)) {
        timers.delete(next[0]);
        monotonic = Math.max(monotonic, next[1].at);
        next[1].callback();
        await settled();
      }
      monotonic = until;
    },
  };
}

/** Resolves when every promise that needs no time has settled. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
