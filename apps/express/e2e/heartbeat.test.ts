import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { http } from '@forewarm/adapters/http';
import { definePrefix, type Prefix } from '@forewarm/core';
import { createHandler } from '@forewarm/server';
import { node } from '@forewarm/server/node';
import { collect, freePort, scriptedAdapter, YES } from '@forewarm/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { proxies } from '../src/cluster/proxies.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/**
 * How long the model is silent in the middle of its answer, in milliseconds, and how long the
 * proxies bear silence.
 */
const SILENT_MS = 4_000;
const IDLE = '1s';

async function openInstance(heartbeatMs: number): Promise<number> {
  const adapter = scriptedAdapter<Prefix>({ ask: [YES[0]!, SILENT_MS, ...YES.slice(1)] });
  const prefixes = { doc: definePrefix({ model: 'm', system: 'Doc.' }) };
  const server = createServer(node(createHandler({ adapter, prefixes, heartbeatMs }))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** The proxy as the cluster sets it up, but for its patience, which is short; gives its address. */
async function openProxy(name: 'nginx' | 'haproxy', instance: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'forewarm-heartbeat-'));
  closers.push(() => rm(folder, { recursive: true }));
  const { program, config, args } = proxies[name];
  const port = await freePort();
  const path = join(folder, 'proxy.conf');
  const patient = config(port, [instance], folder);
  const hasty = patient
    .replace(/proxy_read_timeout \d+s/, `proxy_read_timeout ${IDLE}`)
    .replace(/timeout server \d+s/, `timeout server ${IDLE}`)
    .replace(/ *option httpchk.*\n/, '')
    .replace(/ check inter.*/g, '');
  expect(hasty).not.toBe(patient);
  await writeFile(path, hasty);
  const child: ChildProcess = spawn(program, args(path, folder), {
    stdio: 'ignore',
    env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` },
  });
  closers.push(async () => {
    const ended = once(child, 'exit');
    if (child.kill('SIGTERM')) await ended;
  });
  const url = `http://127.0.0.1:${port}`;
  await expect
    .poll(
      () =>
        fetch(url).then(
          () => 'up',
          () => 'down',
        ),
      { timeout: 10_000 },
    )
    .toBe('up');
  return url;
}

describe.each(['nginx', 'haproxy'] as const)('behind a %s that closes what is idle for a second', (name) => {
  test('an answer whose model is silent for longer arrives whole, by its heartbeats', async () => {
    const url = await openProxy(name, await openInstance(300));
    const { text, error } = await collect(http({ url }).ask({ id: 'doc' }, { question: 'Q' }));
    expect([text, error]).toEqual(['Yes.', undefined]);
  });

  test('without heartbeats it would not', async () => {
    const url = await openProxy(name, await openInstance(60_000));
    const { error } = await collect(http({ url }).ask({ id: 'doc' }, { question: 'Q' }));
    expect(error).toMatchObject({ code: 'stream-cut', retryable: true });
  });
});
