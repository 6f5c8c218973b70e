export interface Environment {
  /** Wall clock, milliseconds since 1970, for expiry: it continues while a laptop sleeps. */
  readonly now: () => number;
  /** Milliseconds that never jump, for durations. */
  readonly monotonic: () => number;
  /** Calls back after `ms`; the returned function cancels. */
  readonly setTimeout: (callback: () => void, ms: number) => () => void;
  /** Default: none, as on a server. */
  readonly conditions?: (() => Conditions) | undefined;
}

/** Reasons not to warm now. */
export interface Conditions {
  readonly hidden?: boolean;
  readonly offline?: boolean;
  /** Data Saver is on, or the connection is 2g. */
  readonly saveData?: boolean;
  /** A program controls the browser. */
  readonly automated?: boolean;
}

/** 24.8 days: with more, platforms call back at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The platform's clocks and timers; a timer fires after 24.8 days at the latest. */
export const systemEnvironment: Environment = Object.freeze({
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout(callback: () => void, ms: number) {
    const timer = globalThis.setTimeout(callback, Math.min(ms, LONGEST_TIMER_MS));
    return () => globalThis.clearTimeout(timer);
  },
});
