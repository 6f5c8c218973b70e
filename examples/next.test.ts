import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, inject, test } from 'vitest';
import { drive, open, openDevtools, PANEL, type Running } from './testing/drive.js';
import { run } from './testing/run.js';

const app = join(inject('examples'), 'next');

let running: Running | undefined;
afterEach(() => running?.stop());
beforeAll(() => run(app, 'npm run build'));

test('a server component draws the box, whole before any script has run', async () => {
  running = await open(app, 'npm run --silent start');
  const html = await (await fetch(running.url)).text();
  expect(html).toMatch(/<textarea[^>]* data-forewarm="input"/);
  expect(html).toMatch(/<button[^>]* data-forewarm="submit"/);
});

test('warms on focus, joins on submit, streams, hits and stops', async () => {
  running = await open(app, 'npm run --silent start');
  await drive(running);
});

test('a box made from parts in a server component answers', async () => {
  running = await open(app, 'npm run --silent start');
  const { page, url, complaints } = running;
  await page.goto(`${url}/parts`, { waitUntil: 'networkidle' });
  await page.getByRole('textbox', { name: 'Your question' }).fill('What does the storm fault do?');
  await page.getByRole('button', { name: 'Ask' }).click();
  await page.getByText(/ · hit · [\d,]+ tokens read/).waitFor();
  expect(complaints).toEqual([]);
});

test('a chat with a route of its own hits on its first turn and on its second', async () => {
  running = await open(app, 'npm run --silent start');
  const { page, url, simulator, complaints } = running;
  page.on('requestfailed', (request) => complaints.push(`${request.failure()?.errorText} ${request.url()}`));
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.getByRole('link', { name: 'The same as a chat of the AI SDK' }).click();
  const input = page.getByRole('textbox', { name: 'Message' });
  await input.click();
  await page.getByText('the manual fresh.').waitFor();
  expect(simulator.requests).toMatchObject([{ maxTokens: 0, outcome: 'miss' }]);

  for (const [turn, fault] of ['storm', 'cut'].entries()) {
    await input.fill(`What does the ${fault} fault do?`);
    await input.press('Enter');
    const read = page.getByText(/^\d+ tokens read from the cache$/).nth(turn);
    await read.waitFor();
    expect(Number.parseInt(await read.innerText(), 10)).toBeGreaterThan(1_000);
    expect(await page.getByRole('article').last().innerText()).toContain(fault);
    await page.getByText('The chat is ready, the manual fresh.').waitFor();
  }
  expect(simulator.requests.map(({ maxTokens }) => maxTokens)).toEqual([0, 4096, 4096]);
  const [written, ...asked] = simulator.requests.map(({ usage }) => usage);
  for (const usage of asked) expect(usage).toMatchObject({ read: written!.write });
  expect(complaints).toEqual([]);
});

test('hydrates without a warning while it is developed, with the devtools', async () => {
  running = await open(app, 'npm run --silent dev');
  await drive(running);
  await openDevtools(running);
});

test('holds nothing of the devtools once built', () => {
  const built = readdirSync(join(app, '.next'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^(static|server)\/.*\.(js|html|rsc)$/.test(name),
  );
  expect(built.length).toBeGreaterThan(10);
  expect(built.filter((name) => PANEL.test(readFileSync(join(app, '.next', name), 'utf8')))).toEqual([]);
});
