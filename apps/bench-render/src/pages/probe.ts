/** What a page counts of its own drawing while an answer streams in. */
export interface Counts {
  commits: number;
  frames: number;
  /** Most commits between two frames. */
  mostPerFrame: number;
  longTasks: number;
  longestTaskMs: number;
}

interface Probe {
  readonly counts: Counts;
  start(): void;
}

declare global {
  var probe: Probe;
}

const fresh = (): Counts => ({ commits: 0, frames: 0, mostPerFrame: 0, longTasks: 0, longestTaskMs: 0 });
let counts = fresh();
let inFrame = 0;

// React in production tells nobody of its commits but this hook, which has to stand before React loads.
Object.defineProperty(globalThis, '__REACT_DEVTOOLS_GLOBAL_HOOK__', {
  value: {
    supportsFiber: true,
    renderers: new Map(),
    inject: () => 1,
    onCommitFiberRoot() {
      counts.commits++;
      counts.mostPerFrame = Math.max(counts.mostPerFrame, ++inFrame);
    },
    onCommitFiberUnmount() {},
    onPostCommitFiberRoot() {},
  },
});

new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) {
    counts.longTasks++;
    counts.longestTaskMs = Math.max(counts.longestTaskMs, duration);
  }
}).observe({ type: 'longtask' });

const onFrame = (): void => {
  inFrame = 0;
  counts.frames++;
  requestAnimationFrame(onFrame);
};
requestAnimationFrame(onFrame);

globalThis.probe = {
  get counts() {
    return counts;
  },
  start() {
    counts = fresh();
    inFrame = 0;
  },
};
