import type { Browser, Page } from 'playwright';

export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** When it began and how long it took by the clock, in microseconds. */
  readonly ts: number;
  readonly dur?: number;
  /** Microseconds of the thread's own processor time. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** Tasks of the page's main thread, by the processor time they took. */
export interface TaskTimes {
  /** How many took over 50 ms, and the most that one took, in milliseconds. */
  longCpuTasks: number;
  longestTaskCpuMs: number;
  /** All of them together, in milliseconds. */
  cpuMs: number;
}

/**
 * What a page's tasks take of the processor while something is done. By the clock, as
 * `PerformanceObserver` has it, a task is also long when another process was given the core
 * meanwhile, which on a busy machine happens to any of them.
 */
export async function taskTimes<T>(
  browser: Browser,
  page: Page,
  action: () => Promise<T>,
): Promise<{ result: T; tasks: TaskTimes }> {
  await browser.startTracing(page, { categories: ['toplevel'] });
  const result = await action();
  const times = mainThreadEvents((await browser.stopTracing()).toString())
    .filter(({ name }) => name.endsWith('RunTask'))
    .map(({ tdur = 0 }) => tdur / 1000);
  if (times.length === 0) throw new Error('The trace holds no task of the main thread.');
  const tasks = {
    longCpuTasks: times.filter((ms) => ms > 50).length,
    longestTaskCpuMs: Math.max(...times),
    cpuMs: sum(times),
  };
  return { result, tasks };
}

/** What a trace holds of the main threads of pages, each event with its length. */
export function mainThreadEvents(trace: string): TraceEvent[] {
  const { traceEvents } = JSON.parse(trace) as { traceEvents: TraceEvent[] };
  const thread = ({ pid, tid }: TraceEvent): string => `${pid}/${tid}`;
  const mains = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(thread),
  );
  return traceEvents.filter((event) => event.ph === 'X' && mains.has(thread(event)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
