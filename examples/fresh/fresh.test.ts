import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Running } from '../testing/drive.js';
import { APPS, askAndHit, makeApp } from './make.js';
import { type PackedRegistry, servePacked } from './packages.js';
import { linesToWrite } from './page.js';

const home = mkdtempSync(join(tmpdir(), 'forewarm-fresh-'));

let packages: PackedRegistry;
let running: Running | undefined;
beforeAll(async () => void (packages = await servePacked()));
afterEach(() => running?.stop());
afterAll(() => {
  packages.close();
  return rm(home, { recursive: true, force: true, maxRetries: 5 });
});

test.each(APPS)('$name: at most three commands and 15 lines', ({ commands, edits }) => {
  expect(commands).toHaveLength(3);
  const lines = edits.reduce((sum, edit) => sum + linesToWrite(edit), 0);
  expect(lines).toBeGreaterThan(5);
  expect(lines).toBeLessThanOrEqual(15);
});

test.each(APPS)('$name: what the page says leads to a warmed answer, and still builds', async (fresh) => {
  const app = await makeApp(fresh, join(home, fresh.name.replaceAll(/\W+/g, '-')), packages);
  running = await app.start();
  await askAndHit(running);
  const { scripts } = JSON.parse(readFileSync(join(app.folder, 'package.json'), 'utf8')) as {
    scripts: { build?: string };
  };
  await app.run(scripts.build ? 'npm run build' : 'npx expo export --platform web');
});
