/** The client's clocks, timers and conditions. */
export interface Environment {
  /**
   * Wall clock, milliseconds since 1970: expiry counts on it, since it goes on while a laptop
   * sleeps.
   */
  readonly now: () => number;
  /** A clock that never jumps, milliseconds from any origin: durations count on it. */
  readonly monotonic: () => number;
  /** Calls back once after `ms` milliseconds; the returned function cancels. */
  readonly setTimeout: (callback: () => void, ms: number) => () => void;
  /** Reasons not to warm right now. Default: none, as on a server. */
  readonly conditions?: (() => Conditions) | undefined;
}

/** Circumstances in which a warm is not wanted. */
export interface Conditions {
  /** The page is hidden. */
  readonly hidden?: boolean;
  /** The device has no network. */
  readonly offline?: boolean;
  /** Data Saver is on, or the connection is 2g. */
  readonly saveData?: boolean;
  /** A program drives the browser. */
  readonly automated?: boolean;
}

/**
 * The longest a timer can wait, 24.8 days in milliseconds: beyond it, platforms call back at once.
 */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * The clocks and timers of the platform, Node or browser. A timer for longer than 24.8 days fires
 * after that time.
 */
export const systemEnvironment: Environment = Object.freeze({
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout(callback: () => void, ms: number) {
    const timer = globalThis.setTimeout(callback, Math.min(ms, LONGEST_TIMER_MS));
    return () => globalThis.clearTimeout(timer);
  },
});
