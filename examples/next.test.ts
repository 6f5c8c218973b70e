import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, inject, test } from 'vitest';
import { drive, open, openDevtools, PANEL, type Running } from './testing/drive.js';
import { run } from './testing/run.js';

const app = join(inject('examples'), 'next');

let running: Running | undefined;
afterEach(() => running?.stop());
beforeAll(() => run(app, 'npm', 'run', 'build'));

test('a server component draws the box, whole before any script has run', async () => {
  running = await open(app, 'start');
  const html = await (await fetch(running.url)).text();
  expect(html).toMatch(/<textarea[^>]* data-forewarm="input"/);
  expect(html).toMatch(/<button[^>]* data-forewarm="submit"/);
});

test('warms on focus, joins on submit, streams, hits and stops', async () => {
  running = await open(app, 'start');
  await drive(running);
});

test('a box made from parts in a server component answers', async () => {
  running = await open(app, 'start');
  const { page, url, complaints } = running;
  await page.goto(`${url}/parts`, { waitUntil: 'networkidle' });
  await page.getByRole('textbox', { name: 'Your question' }).fill('What does the storm fault do?');
  await page.getByRole('button', { name: 'Ask' }).click();
  await page.getByText(/ · hit · [\d,]+ tokens read/).waitFor();
  expect(complaints).toEqual([]);
});

test('hydrates without a warning while it is developed, with the devtools', async () => {
  running = await open(app, 'dev');
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
