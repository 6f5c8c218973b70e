import type { Page } from 'playwright';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Built, buildClient } from '../src/build.js';
import { ask, pagesInBrowser } from './open.js';

const openPage = pagesInBrowser();

let built: Built;
beforeAll(async () => {
  built = { server: { whole: () => '' } as Built['server'], ...(await buildClient(19, 'endings.tsx')) };
});

const byName = (name: string) => async (page: Page) => {
  expect(await page.evaluate<string>(`ways.${name}()`)).not.toBe('');
};

describe('a finished answer is a request that has finished, for who looks at the network', () => {
  test.each<[string, (page: Page) => Promise<void>]>([
    ['http', byName('http')],
    ['fromChatTransport', byName('fromChatTransport')],
    ['toChatTransport', byName('toChatTransport')],
    [
      'the ask box',
      async (page) => {
        await ask(page, 'Why?');
        await page.getByText(/ · (hit|miss) · /).waitFor();
      },
    ],
    [
      'useChat with a warmed transport',
      async (page) => {
        await page.getByRole('button', { name: 'Chat' }).click();
        await page.getByLabel('chat', { exact: true }).getByText('ready, 2 messages').waitFor();
      },
    ],
  ])('%s', async (_way, run) => {
    const { page } = await openPage(built);
    const ends: string[] = [];
    page.on('requestfinished', (request) => ends.push(`${new URL(request.url()).pathname} finished`));
    page.on('requestfailed', (request) =>
      ends.push(`${new URL(request.url()).pathname} ${request.failure()?.errorText}`),
    );
    await run(page);
    await expect
      .poll(() => ends.filter((end) => end !== '/forewarm/warm finished'))
      .toEqual(['/forewarm/ask finished']);
  });
});
