import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PrefixRef } from '@forewarm/core';
import { afterAll, afterEach } from 'vitest';
import { createApp } from '../app.js';
import { readConfig } from '../config.js';
import { openLog } from '../seen/log.js';
import { httpServer } from '../serve.js';
import { openShared } from '../shared.js';
import { stop } from '../stop.js';
import { openUpstream } from '../upstream.js';

/** The reference app on a free port, and what it has logged. */
export interface OpenedApp {
  readonly url: string;
  readonly lines: string[];
  readonly stop: () => Promise<void>;
}

/** What a warm came to. */
export interface Warmed {
  readonly status: string;
  readonly reason?: string;
}

export interface AppsForTests {
  readonly openApp: (env?: Record<string, string>) => Promise<OpenedApp>;
  /** Where a test may leave files. */
  readonly folder: string;
  /** Called after each test, the last first. */
  readonly closers: (() => Promise<unknown>)[];
  /** A context of a few words, so that a test reads quickly, and a question about it. */
  readonly REF: PrefixRef;
  readonly QUESTION: string;
  readonly warm: (url: string) => Promise<Warmed>;
}

/** The reference app as a test file opens it, closed after each test. */
export function appsForTests(): AppsForTests {
  const closers: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  });
  const folder = mkdtempSync(join(tmpdir(), 'forewarm-app-'));
  const words = Array.from({ length: 2_000 }, (_, n) => `int confidential${n};`).join('\n');
  writeFileSync(join(folder, 'btree.h'), words);
  writeFileSync(join(folder, 'btree.c'), words);
  afterAll(() => rmSync(folder, { recursive: true }));
  const REF = { id: 'sqlite-btree' };

  const openApp = async (env: Record<string, string> = {}): Promise<OpenedApp> => {
    const config = readConfig({ SIMULATOR_TIME_SCALE: '0', CONTEXT_DIR: folder, LOG_LEVEL: 'trace', ...env });
    const lines: string[] = [];
    const log = openLog(config, { write: (line: string) => void lines.push(line) });
    const upstream = await openUpstream(config.upstream);
    const shared = openShared(config, () => null);
    const { express, handler, health, close: closeApp } = createApp(config, upstream, shared, log);
    const server = httpServer(express).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const close = async (): Promise<void> => {
      shared.close();
      await Promise.all([upstream.close(), closeApp()]);
    };
    let stopped: Promise<void> | null = null;
    const stopOnce = (): Promise<void> =>
      (stopped ??= stop({ server, handler, health, drainMs: config.drainMs, close }));
    closers.push(stopOnce);
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, lines, stop: stopOnce };
  };

  const warm = async (url: string): Promise<Warmed> => {
    const response = await fetch(`${url}/api/forewarm/warm`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: 'session=tasty' },
      body: JSON.stringify({ prefix: REF }),
    });
    return (await response.json()) as Warmed;
  };
  return { openApp, folder, closers, REF, QUESTION: 'What is confidential7, asked the curious person?', warm };
}
