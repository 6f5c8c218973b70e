import { exec as execWithCallback } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '@forewarm/testing';
import { expect } from 'vitest';
import { installRuntimes, withNode } from '../../scripts/runtimes.js';
import { open, type Running } from '../testing/drive.js';
import type { PackedRegistry } from './packages.js';
import { applyDiff, type FreshApp, readPage } from './page.js';

const exec = promisify(execWithCallback);
const root = fileURLToPath(new URL('../..', import.meta.url));

export const APPS: readonly FreshApp[] = readPage(readFileSync(join(root, 'docs/start.md'), 'utf8'));

/** Their generators download templates from outside npm. */
const BY_HAND = ['react-router', 'astro'];

/** No prompts, no telemetry, no downloads but from the npm registry. */
const QUIET = {
  CI: '1',
  EXPO_OFFLINE: '1',
  npm_config_yes: 'true',
  DO_NOT_TRACK: '1',
  EXPO_NO_TELEMETRY: '1',
  NEXT_TELEMETRY_DISABLED: '1',
};

function node22(): NodeJS.ProcessEnv {
  if (Number.parseInt(process.versions.node, 10) >= 22) return {};
  installRuntimes();
  return { PATH: withNode(22).PATH };
}

/** An app made as the page says, except its last command. */
export interface MadeApp {
  readonly folder: string;
  /** Rejects with its output if it fails. */
  readonly run: (command: string) => Promise<void>;
  readonly start: () => Promise<Running>;
}

export async function makeApp(
  { commands, edits, needsNode22 }: FreshApp,
  home: string,
  packages: PackedRegistry,
): Promise<MadeApp> {
  const [create = '', install = '', start = ''] = commands;
  const node = needsNode22 ? node22() : {};
  const env = { ...process.env, ...packages.env, ...QUIET, ...node };
  // This process serves the packages that npm requests.
  const run = async (cwd: string, command: string): Promise<void> => {
    const running = exec(command, { cwd, env, maxBuffer: 64_000_000 });
    running.child.stdin?.end();
    await running.catch(({ stdout, stderr }: { stdout: string; stderr: string }) => {
      throw new Error(`${command} failed:\n${stdout}${stderr}`);
    });
  };
  // A try before this one may have left it.
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const folder = join(home, 'my-app');
  const byHand = BY_HAND.find((name) => create.startsWith(`npm create ${name}@`));
  if (byHand) cpSync(fileURLToPath(new URL(`by-hand/${byHand}`, import.meta.url)), folder, { recursive: true });
  else await run(home, create);
  await run(home, install);
  for (const { file, kind, text } of edits) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, kind === 'diff' ? applyDiff(readFileSync(path, 'utf8'), text) : text);
  }
  writeFileSync(join(folder, 'manual.md'), readFileSync(join(root, 'packages/simulator/README.md')));
  return {
    folder,
    run: (command) => run(folder, command),
    start: async () => open(folder, start, { ...QUIET, ...node, RCT_METRO_PORT: String(await freePort()) }),
  };
}

/** Fonts from a network out of reach; a message that the Pages Router may get too early. */
const NOT_OURS = /net::ERR_NAME_NOT_RESOLVED|^\[HMR\] Invalid message/;

/** Opens a page and waits until it is quiet; Expo's development server never is. */
async function visit(page: Running['page'], url: string): Promise<void> {
  await page.goto(url, { timeout: 180_000 });
  await page.waitForLoadState('networkidle', { timeout: 20_000 }).catch(() => null);
}

/** Gets an answer from the warmed prefix, without complaints from the browser. */
export async function askAndHit({ page, url, simulator, complaints }: Running): Promise<void> {
  // A development server may reload on a first visit.
  await visit(page, url);
  complaints.splice(0);
  await visit(page, url);
  const input = page.getByRole('textbox', { name: 'Your question' });
  await input.click();
  await expect.poll(() => simulator.requests.length, { timeout: 60_000 }).toBe(1);
  await input.fill('What does the storm fault do?');
  await input.press('Enter');
  await page.locator('[aria-label=Answer][aria-busy=false]').waitFor();
  expect(await page.locator('body').innerText()).toMatch(/storm[\s\S]*storm/);
  expect(simulator.requests.map(({ maxTokens, outcome }) => [maxTokens, outcome])).toEqual([
    [0, 'miss'],
    [4096, 'hit'],
  ]);
  expect(complaints.filter((complaint) => !NOT_OURS.test(complaint))).toEqual([]);
}
