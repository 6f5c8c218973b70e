import type { Browser, CDPSession, Locator, Page } from 'playwright';
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
}

const TYPED = 'a question of two hundred letters '.repeat(6).slice(0, 200);

/** Opens a kit's page and clicks into its input. */
export async function openPage(browser: Browser, url: string, kit: Kit): Promise<{ page: Page; input: Locator }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${url}/${kit}.html`);
  const input = page.getByRole('textbox', { name: 'Your question' });
  await input.click();
  // The warm that a click starts is over, and its status drawn, before anything is counted.
  await page.waitForTimeout(500);
  return { page, input };
}

/** Asks what is in the input, and waits until the answer has ended. */
export async function askAndWait(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  // Not by a locator, which reads the whole page again and again and would be counted with it.
  const complete = (): boolean => document.querySelector('[role=status]')?.textContent === 'The answer is complete.';
  await page.waitForFunction(complete, null, { polling: 250, timeout: 120_000 });
}

/** Types and asks on a kit's page, and counts until the answer has ended. */
export async function measure(browser: Browser, url: string, kit: Kit): Promise<Measured> {
  const { page, input } = await openPage(browser, url, kit);
  try {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    await page.evaluate(() => globalThis.probe.start());
    await input.pressSequentially(TYPED, { delay: 5 });
    const typingCommits = await page.evaluate(() => globalThis.probe.counts.commits);

    await input.fill('');
    const pasted = await page.evaluate((words) => globalThis.probe.paste(words), TYPED);
    await input.fill(TYPED);

    await session.send('HeapProfiler.collectGarbage');
    const before = await metrics(session);
    const peak = watchHeap(session);
    const { result, tasks } = await taskTimes(browser, page, async () => {
      await page.evaluate(() => globalThis.probe.start());
      await askAndWait(page);
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
