import type { Browser } from 'playwright';
import { askAndWait, askButton, openPage } from './measure.js';
import type { Kit } from './pages.js';
import { mainThreadEvents, type TraceEvent } from './taskTimes.js';

/**
 * What a page did while it drew an answer, by what did it, most first: in milliseconds, and bytes
 * for what it allocated.
 */
export interface Profile {
  /** JavaScript by the package it is in; `native` is what the browser does in its own functions. */
  readonly script: readonly (readonly [string, number])[];
  /** All work of the main thread, by the browser's names. */
  readonly mainThread: readonly (readonly [string, number])[];
  /** Functions that took most, with their package. */
  readonly functions: readonly (readonly [string, number])[];
  /** What was allocated on the heap, by package and function, collected since or not. */
  readonly allocated: readonly (readonly [string, number])[];
}

interface Allocations {
  readonly callFrame: CallFrame;
  readonly selfSize: number;
  readonly children: readonly Allocations[];
}

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
}

/**
 * Profiles one page while an answer streams in. The profiler slows it: the shares are what counts.
 */
export async function profile(browser: Browser, url: string, kit: Kit): Promise<Profile> {
  const { page, input } = await openPage(browser, url, kit);
  await input.fill('What does it cost?');
  const button = await askButton(page);
  const session = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: 100 });
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  await session.send('HeapProfiler.startSampling', {
    samplingInterval: 4_096,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  await session.send('Profiler.start');
  await askAndWait(page, button);
  const { profile: sampled } = await session.send('Profiler.stop');
  const { profile: heap } = await session.send('HeapProfiler.stopSampling');
  const mainThread = selfTimes(mainThreadEvents((await browser.stopTracing()).toString()));
  await page.close();
  const frames = new Map(sampled.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const script = new Map<string, number>();
  const functions = new Map<string, number>();
  for (const [n, id] of sampled.samples!.entries()) {
    const frame = frames.get(id)!;
    if (frame.functionName === '(idle)' || frame.functionName === '(program)') continue;
    const ms = sampled.timeDeltas![n]! / 1_000;
    add(script, packageOf(frame), ms);
    add(functions, nameOf(frame), ms);
  }
  const allocated = new Map<string, number>();
  addAllocations(allocated, heap.head);
  return {
    script: sorted(script),
    mainThread: sorted(mainThread),
    functions: sorted(functions).slice(0, 25),
    allocated: sorted(allocated),
  };
}

function nameOf(frame: CallFrame): string {
  return `${packageOf(frame)}: ${frame.functionName || '(anonymous)'}`;
}

function addAllocations(to: Map<string, number>, { callFrame, selfSize, children }: Allocations): void {
  if (selfSize > 0) add(to, nameOf(callFrame), selfSize);
  for (const child of children) addAllocations(to, child);
}

/** Each package is a chunk of its name (`buildPages`). */
function packageOf({ functionName, url }: CallFrame): string {
  if (functionName === '(garbage collector)') return 'garbage collector';
  return /\/([^/]+)\.js$/.exec(url)?.[1] ?? 'native';
}

/** What each event took besides the events within it. */
function selfTimes(events: readonly TraceEvent[]): Map<string, number> {
  const times = new Map<string, number>();
  const open: { end: number; name: string }[] = [];
  for (const { name, ts, dur = 0 } of events.toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))) {
    while (open.length > 0 && open.at(-1)!.end <= ts) open.pop();
    const around = open.at(-1);
    if (around) add(times, around.name, -dur / 1_000);
    const short = name.replace(/^.*::/, '');
    add(times, short, dur / 1_000);
    open.push({ end: ts + dur, name: short });
  }
  return times;
}

function add(to: Map<string, number>, name: string, amount: number): void {
  to.set(name, (to.get(name) ?? 0) + amount);
}

function sorted(times: ReadonlyMap<string, number>): [string, number][] {
  return [...times].toSorted(([, a], [, b]) => b - a);
}

/** Prints what took at least a hundredth of each whole. */
export function printProfile(kit: Kit, made: Profile): void {
  for (const part of ['mainThread', 'script', 'functions', 'allocated'] as const) {
    const all = made[part === 'functions' ? 'script' : part].reduce((sum, [, amount]) => sum + amount, 0);
    const told = (amount: number): string =>
      part === 'allocated' ? `${(amount / 1_000).toFixed(0)} kB` : `${amount.toFixed(0)} ms`;
    console.log(`${kit}, ${part}: ${told(all)}`);
    for (const [name, amount] of made[part].filter(([, each]) => each >= all / 100)) {
      console.log(`  ${((100 * amount) / all).toFixed(0).padStart(3)} %  ${told(amount).padStart(9)}  ${name}`);
    }
  }
}
