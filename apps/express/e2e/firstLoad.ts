import type { Browser } from 'playwright';

/** A slow way to the server. */
export interface Network {
  readonly bytesPerSecond: number;
  readonly latencyMs: number;
}

/** What a first load came to; milliseconds from the start of the navigation. */
export interface FirstLoad {
  /** Until text was painted. */
  readonly textMs: number;
  /** Until the page answers to its user: what `usable` names is there. */
  readonly usableMs: number;
  /** Bytes on the wire until then. */
  readonly bytes: number;
  readonly requests: number;
}

/** Loads an address in a browser that has nothing kept, over a network like this. */
export async function measureFirstLoad(
  browser: Browser,
  url: string,
  usable: string,
  network: Network | null,
): Promise<FirstLoad> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  let bytes = 0;
  let requests = 0;
  cdp.on('Network.requestWillBeSent', () => requests++);
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await cdp.send('Network.enable');
  if (network) {
    const { bytesPerSecond, latencyMs } = network;
    const speed = { downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond };
    await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: latencyMs, ...speed });
  }
  await page.goto(url, { waitUntil: 'commit' });
  const element = await page.waitForSelector(usable, { timeout: 60_000 });
  const usableMs = await element.evaluate(() => performance.now());
  const textMs = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN);
  const load = { textMs, usableMs, bytes, requests };
  await context.close();
  return load;
}
