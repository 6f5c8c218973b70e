import type { Browser } from 'playwright';
import sharp from 'sharp';
import { openStage } from './states.js';

/** Frames of the recording a second, and how much faster than life it is played. */
const FPS = 8;
const SPEED = 4;
/** How long the verdict stands, in milliseconds. */
const HOLD_MS = 3_500;
const VIEW = { width: 780, height: 640 };

/**
 * Records a race of a real run, at the simulator's real latency, as an animated WebP: from the
 * press of a question to the verdict.
 */
export async function recordRace(browser: Browser, colorScheme: 'light' | 'dark', out: string): Promise<void> {
  const { page, app, button } = await openStage(browser, { width: 1440, colorScheme }, 1);
  await page.setViewportSize(VIEW);
  const frames: Buffer[] = [];
  const delays: number[] = [];
  const take = async (delayMs: number): Promise<void> => {
    const frame = await page.screenshot({ animations: 'disabled' });
    if (frames.at(-1)?.equals(frame)) delays.push(delays.pop()! + delayMs);
    else {
      frames.push(frame);
      delays.push(delayMs);
    }
  };
  await button('How does React batch state updates?').waitFor();
  await take(1_500);
  await button('How does React batch state updates?').click();
  const verdict = page.getByRole('status').getByText(/sooner|later/);
  let next = performance.now();
  while (!(await verdict.isVisible())) {
    await take(1000 / FPS);
    next += (1000 / FPS) * SPEED;
    await page.waitForTimeout(Math.max(0, next - performance.now()));
  }
  await take(HOLD_MS);
  await sharp(frames, { join: { animated: true } })
    .webp({ quality: 70, effort: 6, delay: delays, loop: 0, minSize: true })
    .toFile(out);
  await page.close();
  await app.stop();
}
