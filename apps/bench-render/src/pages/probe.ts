/** What a page counts of its own drawing while an answer streams in. */
export interface Counts {
  commits: number;
  frames: number;
  /**
   * Most commits between two frames, the first and the last that had any aside: those draw the
   * question and the end.
   */
  mostPerFrame: number;
  longTasks: number;
  longestTaskMs: number;
}

/** What a paste of 100,000 characters costs. */
export interface Pasted {
  /** Commits for it, and milliseconds until it had been drawn. */
  pasteCommits: number;
  pasteMs: number;
  /** Milliseconds until a key pressed in that text had been drawn, the median of 20. */
  keyInPasteMs: number;
}

interface Probe {
  readonly counts: Counts;
  start(): void;
  /**
   * Puts 100,000 characters of these words into the focused input at once, as a paste does, then 20
   * one by one.
   */
  paste(words: string): Promise<Pasted>;
}

declare global {
  var probe: Probe;
}

const fresh = (): Counts => ({ commits: 0, frames: 0, mostPerFrame: 0, longTasks: 0, longestTaskMs: 0 });
let counts = fresh();
let frame = -1;
/** Commits of each frame that had any. */
let earlier: number[] = [];

// React in production tells nobody of its commits but this hook, which has to stand before React
// loads.
Object.defineProperty(globalThis, '__REACT_DEVTOOLS_GLOBAL_HOOK__', {
  value: {
    supportsFiber: true,
    renderers: new Map(),
    inject: () => 1,
    onCommitFiberRoot() {
      counts.commits++;
      // Commits of one frame see one time of the page's timeline, whichever of the frame's
      // callbacks they come from.
      const now = Number(document.timeline.currentTime);
      if (now !== frame) earlier.push(0);
      frame = now;
      earlier[earlier.length - 1]!++;
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
  counts.frames++;
  requestAnimationFrame(onFrame);
};
requestAnimationFrame(onFrame);

const nextFrame = (): Promise<unknown> => new Promise(requestAnimationFrame);

async function insert(text: string): Promise<number> {
  await nextFrame();
  const startedAt = performance.now();
  document.execCommand('insertText', false, text);
  await nextFrame();
  // By the next task the frame has been laid out and painted.
  await new Promise((resolve) => setTimeout(resolve));
  return performance.now() - startedAt;
}

globalThis.probe = {
  async paste(words) {
    globalThis.probe.start();
    const pasteMs = await insert(words.repeat(Math.ceil(100_000 / words.length)).slice(0, 100_000));
    const pasteCommits = counts.commits;
    const keys: number[] = [];
    for (let key = 0; key < 20; key++) keys.push(await insert('x'));
    return { pasteCommits, pasteMs, keyInPasteMs: keys.toSorted((a, b) => a - b)[10]! };
  },
  get counts() {
    return { ...counts, mostPerFrame: Math.max(0, ...earlier.slice(1, -1)) };
  },
  start() {
    counts = fresh();
    frame = -1;
    earlier = [];
  },
};
