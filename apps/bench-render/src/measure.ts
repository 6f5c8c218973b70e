import type { Browser, CDPSession, ElementHandle, Locator, Page } from 'playwright';
import type { Kit } from './pages.js';
import type { Counts, Pasted } from './pages/probe.js';
import { type TaskTimes, taskTimes } from './taskTimes.js';

/** What drawing one answer cost. */
export interface Measured extends Counts, Pasted, TaskTimes {
  /** Milliseconds of JavaScript from submit to the end of the answer. */
  scriptMs: number;
  /** Milliseconds of all work on the page's main thread. */
  taskMs: number;
  /** Most bytes of JavaScript heap, less what it held before the question. */
  peakHeapBytes: number;
  /** Commits while 200 characters were typed. */
  typingCommits: number;
  /**
   * Processor time of the main thread to open the page and for those characters, in milliseconds;
   * tasks over 50 ms of it among the latter.
   */
  openCpuMs: number;
  typingCpuMs: number;
  longTypingTasks: number;
}

const TYPED = 'a question of two hundred letters '.repeat(6).slice(0, 200);

/** Opens a kit's page and clicks into its input. */
export async function openPage(
  browser: Browser,
  url: string,
  kit: Kit,
): Promise<{ page: Page; input: Locator; opening: TaskTimes }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const { tasks: opening } = await taskTimes(browser, page, () =>
    page.goto(`${url}/${kit}.html`, { waitUntil: 'networkidle' }),
  );
  const input = page.getByRole('textbox', { name: 'Your question' });
  await input.click();
  // The warm that a click starts is over, and its status drawn, before anything is counted.
  await page.waitForTimeout(500);
  return { page, input, opening };
}

/**
 * The button that asks, found before anything is counted: a search by role reads the whole page.
 */
export async function askButton(page: Page): Promise<ElementHandle> {
  return page.getByRole('button', { name: 'Ask', exact: true }).elementHandle();
}

/** Asks what is in the input, and waits until the answer has ended. */
export async function askAndWait(page: Page, button: ElementHandle): Promise<void> {
  await button.click();
  // Not by a locator either.
  const complete = (): boolean => document.querySelector('[role=status]')?.textContent === 'The answer is complete.';
  await page.waitForFunction(complete, null, { polling: 250, timeout: 120_000 });
}

/** Types and asks on a kit's page, and counts until the answer has ended. */
export async function measure(browser: Browser, url: string, kit: Kit): Promise<Measured> {
  const { page, input, opening } = await openPage(browser, url, kit);
  try {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    await page.evaluate(() => globalThis.probe.start());
    const { tasks: typing } = await taskTimes(browser, page, () => input.pressSequentially(TYPED, { delay: 5 }));
    const typingCommits = await page.evaluate(() => globalThis.probe.counts.commits);

    await input.fill('');
    const pasted = await page.evaluate((words) => globalThis.probe.paste(words), TYPED);
    await input.fill(TYPED);

    const button = await askButton(page);
    await session.send('HeapProfiler.collectGarbage');
    const before = await metrics(session);
    const peak = watchHeap(session);
    const { result, tasks } = await taskTimes(browser, page, async () => {
      await page.evaluate(() => globalThis.probe.start());
      await askAndWait(page, button);
      const after = await metrics(session);
      const most = await peak();
      return { after, most, counts: await page.evaluate(() => ({ ...globalThis.probe.counts })) };
    });
    const { after, most, counts } = result;
    const peakHeapBytes = most - before['JSHeapUsedSize']!;
    const spent = (name: string): number => (after[name]! - before[name]!) * 1000;
    return {
      ...counts,
      scriptMs: spent('ScriptDuration'),
      taskMs: spent('TaskDuration'),
      peakHeapBytes,
      typingCommits,
      openCpuMs: opening.cpuMs,
      typingCpuMs: typing.cpuMs,
      longTypingTasks: typing.longCpuTasks,
      ...pasted,
      ...tasks,
    };
  } finally {
    await page.close();
  }
}

async function metrics(session: CDPSession): Promise<Record<string, number>> {
  const { metrics: list } = await session.send('Performance.getMetrics');
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}

/**
 * Looks at the heap ten times a second; the returned function ends that and gives the most it saw.
 */
function watchHeap(session: CDPSession): () => Promise<number> {
  let most = 0;
  const state = { ended: false };
  const watching = (async () => {
    while (!state.ended) {
      most = Math.max(most, (await metrics(session))['JSHeapUsedSize']!);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return async () => {
    state.ended = true;
    await watching;
    return most;
  };
}
