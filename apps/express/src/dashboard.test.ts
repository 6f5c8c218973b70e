import { readdirSync, readFileSync } from 'node:fs';
import { http } from '@forewarm/adapters/http';
import { createSimulator } from '@forewarm/simulator';
import { collect, startRedis } from '@forewarm/testing';
import { expect, test } from 'vitest';
import { appsForTests } from './testing/openApp.js';

const { openApp, closers, REF, QUESTION, warm } = appsForTests();

const FOLDER = new URL('../../../docs/grafana/', import.meta.url);

interface Panel {
  readonly targets?: readonly { readonly expr: string }[];
  readonly panels?: readonly Panel[];
}
interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly query: string }[] };
}

/** Every query of every dashboard there is. */
function queries(): string[] {
  const of = ({ targets = [], panels = [] }: Panel): string[] => [
    ...targets.map(({ expr }) => expr),
    ...panels.flatMap(of),
  ];
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Dashboard)
    .flatMap(({ panels, templating }) => [...panels.flatMap(of), ...templating.list.map(({ query }) => query)]);
}

/** The metrics a PromQL query reads, each with the labels it is picked by or summed by. */
function read(query: string): [string, string[]][] {
  const summedBy = [...query.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, labels]) => labels!.split(/,\s*/));
  const metrics = [...query.matchAll(/\b([a-z][a-z0-9_]*)\{([^}]*)\}/g)].map(([, name, picked]): [string, string[]] => [
    name!,
    [...[...picked!.matchAll(/(\w+)\s*[!=]~?=?/g)].map(([, label]) => label!), ...summedBy],
  ]);
  const listed = /^label_values\((\w+), (\w+)\)$/.exec(query);
  return listed ? [[listed[1]!, [listed[2]!]]] : metrics;
}

/** What a Prometheus page exposes: the labels of each metric. */
function exposed(text: string): Map<string, Set<string>> {
  const metrics = new Map<string, Set<string>>();
  for (const [, name, labels = ''] of text.matchAll(/^([a-zA-Z_]\w*)(?:\{(.*)\})? /gm)) {
    const known = metrics.get(name!) ?? new Set();
    for (const [, label] of labels.matchAll(/(\w+)="/g)) known.add(label!);
    metrics.set(name!, known);
  }
  return metrics;
}

test('every metric and label a dashboard reads is what the app exposes once everything has happened', async () => {
  const simulator = createSimulator({ timeScale: 0.05, faults: [{ fault: 'refuse; status=400', on: isThird }] });
  let requests = 0;
  function isThird(): boolean {
    return ++requests === 3;
  }
  const upstream = await simulator.listen();
  closers.push(() => upstream.close());
  const redis = await startRedis();
  closers.push(() => redis.close());
  const { url } = await openApp({
    ANTHROPIC_BASE_URL: upstream.url,
    REDIS_URL: redis.url,
    RATES: '3,0.3,3.75,15',
  });
  const adapter = http({ url: `${url}/api/forewarm` });
  // A warm that writes, with a question that waits for it; one that is skipped; a question that is
  // refused; a Redis that goes.
  const writing = warm(url);
  await expect.poll(() => requests).toBe(1);
  expect((await collect(adapter.ask(REF, { question: QUESTION }))).error).toBeUndefined();
  expect([(await writing).status, (await warm(url)).status]).toEqual(['warmed', 'warmed']);
  expect((await collect(adapter.ask(REF, { question: QUESTION }))).error).toMatchObject({ code: 'invalid-request' });
  await redis.crash();
  expect((await collect(adapter.ask(REF, { question: QUESTION }))).error).toBeUndefined();

  const metrics = exposed(await (await fetch(`${url}/metrics`)).text());
  const all = queries();
  const reads = all.flatMap(read);
  // Nothing of a query is overlooked: each reads something.
  expect(all.filter((query) => query !== 'prometheus' && read(query).length === 0)).toEqual([]);
  expect(reads.length).toBeGreaterThan(15);
  // Prometheus itself adds these.
  const added = new Set(['instance', 'job']);
  const missing = reads.flatMap(([name, labels]) =>
    metrics.has(name)
      ? labels
          .filter((label) => !added.has(label) && !metrics.get(name)!.has(label))
          .map((label) => `${name}{${label}}`)
      : [name],
  );
  expect(missing).toEqual([]);
  expect(metrics.get('forewarm_warms_total')).toContain('forewarm_reason');
});
