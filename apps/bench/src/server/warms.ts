import { request } from 'node:http';
import { startRedis } from '@forewarm/testing';
import { keptAgent } from './asker.js';
import { openPeer } from './peers.js';
import { percentile, rounded } from './stats.js';

export interface WarmsResult {
  readonly scenario: 'warms';
  readonly requests: number;
  readonly prefixes: number;
  readonly instances: number;
  readonly perMinute: number;
  readonly failed: number;
  /** Writes at the upstream, and the most for one prefix. */
  readonly writes: number;
  readonly mostForOne: number;
  readonly latencyMs: { readonly p50: number; readonly p99: number };
  readonly ok: boolean;
}

/** Warms at two instances on one Redis: each prefix must be written once. */
export async function measureWarms(requests: number, prefixes: number, seconds: number): Promise<WarmsResult> {
  const redis = await startRedis();
  const wire = await openPeer({ role: 'wire' });
  const options = { role: 'instance', upstream: wire.url, redisUrl: redis.url, prefixLength: 2_000 } as const;
  const instances = await Promise.all([openPeer(options), openPeer(options)]);
  const agent = keptAgent();
  const latencies: number[] = [];
  let failed = 0;
  const started = performance.now();
  const all: Promise<void>[] = [];
  for (let n = 0; n < requests; n++) {
    const due = (n / requests) * seconds * 1000;
    const early = due - (performance.now() - started);
    if (early > 2) await new Promise((resolve) => setTimeout(resolve, early));
    const { url } = instances[n % instances.length]!;
    const page = Math.floor((n * 7_919) % prefixes);
    const sent = performance.now();
    const done = warm(`${url}/api/warm`, page, agent).then(
      (ok) => {
        if (!ok) failed++;
        latencies.push(performance.now() - sent);
      },
      () => void failed++,
    );
    all.push(done);
  }
  await Promise.all(all);
  const elapsed = (performance.now() - started) / 60_000;
  const writes = Object.values((await wire.report()).writes);
  agent.destroy();
  await Promise.all([...instances, wire].map((peer) => peer.kill('SIGKILL')));
  await redis.close();
  const mostForOne = Math.max(...writes);
  const total = writes.reduce((sum, count) => sum + count, 0);
  return {
    scenario: 'warms',
    requests,
    prefixes,
    instances: instances.length,
    perMinute: Math.round(requests / elapsed),
    failed,
    writes: total,
    mostForOne,
    latencyMs: { p50: rounded(percentile(latencies, 0.5)), p99: rounded(percentile(latencies, 0.99)) },
    ok: failed === 0 && mostForOne === 1 && writes.length === Math.min(prefixes, requests),
  };
}

function warm(url: string, page: number, agent: ReturnType<typeof keptAgent>): Promise<boolean> {
  const text = JSON.stringify({ prefix: { id: 'doc', params: { page } }, trigger: 'focus' });
  const headers = { 'content-type': 'application/json', 'content-length': text.length };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, agent }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve(response.statusCode === 200 && body.includes('"status":"warmed"')));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(text);
  });
}
