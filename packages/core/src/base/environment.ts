/** The client's clocks, timers and conditions. */
export interface Environment {
  /**
   * Wall clock, milliseconds since 1970. Expiry uses it because it continues while a laptop sleeps.
   */
  readonly now: () => number;
  /** Clock that never jumps, in milliseconds. Durations use it. */
  readonly monotonic: () => number;
  /** Calls back once after `ms` milliseconds; the returned function cancels. */
  readonly setTimeout: (callback: () => void, ms: number) => () => void;
  /** Reasons not to warm right now. Default: none, as on a server. */
  readonly conditions?: (() => Conditions) | undefined;
}

/** Circumstances in which nothing should be warmed. */
export interface Conditions {
  /** The page is hidden. */
  readonly hidden?: boolean;
  /** The device has no network. */
  readonly offline?: boolean;
  /** Data Saver is on, or the connection is 2g. */
  readonly saveData?: boolean;
  /** A program controls the browser. */
  readonly automated?: boolean;
}

/** The longest timer, 24.8 days in milliseconds: with more, platforms call back at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The platform's clocks and timers. A timer fires after 24.8 days at the latest. */
export const systemEnvironment: Environment = Object.freeze({
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout(callback: () => void, ms: number) {
    const timer = globalThis.setTimeout(callback, Math.min(ms, LONGEST_TIMER_MS));
    return () => globalThis.clearTimeout(timer);
  },
});
