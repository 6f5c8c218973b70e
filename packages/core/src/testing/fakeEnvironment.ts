import type { Conditions, Environment } from '../base/environment.js';

/** A world that stands still until it is told to go on. Not published. */
export interface FakeEnvironment extends Environment {
  /** Lets time pass: runs what falls due in order, and lets promises settle after each. */
  readonly advance: (ms: number) => Promise<void>;
  /** Sets the wall clock forward or back; the monotonic clock and timers take no notice. */
  readonly jump: (ms: number) => void;
  /**
   * Lets the wall clock go on while timers and the monotonic clock stand still, as while a laptop
   * sleeps.
   */
  readonly sleep: (ms: number) => void;
  readonly conditionsNow: { -readonly [Name in keyof Conditions]: Conditions[Name] };
  /** Timers that are set. */
  readonly timers: () => number;
}

/** Makes a world that begins at a million milliseconds. */
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

/** Every promise that can settle without time passing has settled. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
