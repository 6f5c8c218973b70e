import { type Conditions, type Environment, systemEnvironment } from '@forewarm/core';

/**
 * A clock and conditions for `<ForewarmProvider environment>` and
 * `scriptedAdapter({ environment })`.
 */
export interface ControlledEnvironment extends Environment {
  /** Advances time by `ms`: runs due timers in order and lets promises settle. */
  readonly advance: (ms: number) => Promise<void>;
  /** Sets conditions such as `{ offline: true }`; others stay. */
  readonly set: (conditions: Conditions) => void;
}

/** Makes an environment whose time moves only by `advance`. Needs real timers. */
export function controlledEnvironment(): ControlledEnvironment {
  const start = 1_800_000_000_000;
  let elapsed = 0;
  let conditions: Conditions = {};
  let timers: { readonly at: number; readonly callback: () => void }[] = [];
  const nextUntil = (end: number): (typeof timers)[number] | undefined =>
    timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
  return {
    now: () => start + elapsed,
    monotonic: () => elapsed,
    setTimeout(callback, ms) {
      const timer = { at: elapsed + Math.max(0, ms), callback };
      timers.push(timer);
      return () => void (timers = timers.filter((other) => other !== timer));
    },
    conditions: () => conditions,
    set: (changed) => void (conditions = { ...conditions, ...changed }),
    async advance(ms) {
      const end = elapsed + ms;
      await settled();
      for (let next = nextUntil(end); next; next = nextUntil(end)) {
        const due = next;
        timers = timers.filter((timer) => timer !== due);
        elapsed = Math.max(elapsed, due.at);
        due.callback();
        await settled();
      }
      elapsed = end;
    },
  };
}

function settled(): Promise<void> {
  return new Promise((resolve) => void systemEnvironment.setTimeout(resolve, 0));
}
