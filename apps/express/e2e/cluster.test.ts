import { once } from 'node:events';
import { http } from '@forewarm/adapters/http';
import type { ForewarmError, PrefixRef } from '@forewarm/core';
import { createSimulator, type Simulator } from '@forewarm/simulator';
import { collect } from '@forewarm/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { fileURLToPath } from 'node:url';
import { type Cluster, openCluster } from '../src/cluster/cluster.js';

const MAIN = fileURLToPath(new URL('../dist/server/main.js', import.meta.url));

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function open(
  proxy: 'nginx' | 'haproxy',
  timeScale: number,
): Promise<{ cluster: Cluster; simulator: Simulator; url: string }> {
  const simulator = createSimulator({ timeScale });
  const upstream = await simulator.listen();
  closers.push(() => upstream.close());
  const cluster = await openCluster({
    proxy,
    instances: 3,
    port: 0,
    env: {
      ANTHROPIC_BASE_URL: upstream.url,
      ANTHROPIC_API_KEY: '',
      ASKS_PER_MINUTE: '1000',
      WARMS_PER_MINUTE: '1000',
      ANSWERS_AT_ONCE: '50',
    },
    stdio: 'ignore',
    main: MAIN,
  });
  closers.push(cluster.close);
  return { cluster, simulator, url: `${cluster.url}/api/forewarm` };
}

const REF: PrefixRef = { id: 'react-dom' };
const QUESTION = { question: 'How does commitRoot flush passive effects?' };

describe.each(['nginx', 'haproxy'] as const)('three instances behind %s', (proxy) => {
  test('one write for many visitors, answers stream, metrics stay inside', async () => {
    // Slow enough that the words of an answer arrive in many reads.
    const { simulator, url, cluster } = await open(proxy, 0.2);
    const adapter = http({ url });
    const warms = await Promise.all(Array.from({ length: 30 }, () => adapter.warm(REF)));
    expect(warms.every(({ status }) => status === 'warmed')).toBe(true);
    expect(simulator.requests.filter(({ maxTokens }) => maxTokens === 0)).toHaveLength(1);
    let pieces = 0;
    for await (const { type } of adapter.ask(REF, QUESTION)) if (type === 'text') pieces++;
    expect(pieces).toBeGreaterThan(20);
    expect((await fetch(`${cluster.url}/metrics`)).status).toBe(404);
    expect((await fetch(`${cluster.url}/readyz`)).status).toBe(200);
  });

  test('an instance that is told to stop ends its answers whole, and nobody notices', async () => {
    const { cluster, url } = await open(proxy, 0.05);
    const adapter = http({ url });
    await adapter.warm(REF);
    const answers = Array.from({ length: 6 }, () => collect(adapter.ask(REF, QUESTION)));
    await new Promise((resolve) => setTimeout(resolve, 150));
    const [first] = cluster.instances;
    const exit = once(first!.process, 'exit');
    first!.process.kill('SIGTERM');
    const later = Array.from({ length: 6 }, () => collect(adapter.ask(REF, QUESTION)));
    for (const { error, events } of await Promise.all([...answers, ...later])) {
      expect([error, events.at(-1)?.type]).toEqual([undefined, 'finish']);
    }
    expect(await exit).toEqual([0, null]);
  });

  test('an instance that is killed while it streams: whole elsewhere, or an error to retry, and the retry works', async () => {
    const { cluster, url } = await open(proxy, 0.05);
    const adapter = http({ url });
    await adapter.warm(REF);
    const answers = Array.from({ length: 9 }, () => collect(adapter.ask(REF, QUESTION)));
    await new Promise((resolve) => setTimeout(resolve, 200));
    cluster.instances[1]!.process.kill('SIGKILL');
    const outcomes = (await Promise.all(answers)).map(({ error, events }) =>
      error ? (error as ForewarmError).retryable : events.at(-1)?.type === 'finish',
    );
    expect(outcomes).toEqual(answers.map(() => true));
    const again = await collect(adapter.ask(REF, QUESTION));
    expect([again.error, again.events.at(-1)?.type]).toEqual([undefined, 'finish']);
  });
});
