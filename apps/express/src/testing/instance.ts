import Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '@forewarm/adapters/anthropic';
import { definePrefix, ForewarmClient } from '@forewarm/core';
import { redisStore } from '@forewarm/server/redis';
import { Redis } from 'ioredis';

/** What a test tells an instance to do. */
export type Order = { readonly warm: number } | { readonly ask: number };
/** What it hears back: a warm that it began, or what its calls came to. */
export type Report =
  | { readonly type: 'ready' | 'writing' }
  | { readonly type: 'event'; readonly name: string }
  | { readonly type: 'warmed'; readonly warmed: number; readonly wrote: number }
  | { readonly type: 'answered'; readonly answered: number; readonly hits: number };

/** About 10,000 tokens, the same in every instance. */
const CONTEXT = Array.from(
  { length: 1_000 },
  (_, n) => `Line ${n}: the part called topic${n} does thing${n % 91}.`,
).join('\n');

/**
 * One of several servers on one Redis: a process of its own, so that it can be killed. Its parent
 * gives the orders.
 */
function main(upstream: string, redisPort: number): void {
  const client = new Anthropic({ baseURL: upstream, apiKey: 'k', maxRetries: 0 });
  const redis = new Redis({ port: redisPort, enableOfflineQueue: true, lazyConnect: false });
  redis.on('error', () => null);
  const store = redisStore({ redis });
  const prefix = definePrefix({ model: 'claude-sonnet-4-6', system: CONTEXT });
  const tell = (report: Report): void => void process.send!(report);
  const cache = new ForewarmClient({
    adapter: anthropic({ client }),
    store,
    onEvent({ type }) {
      if (type === 'warm-started') tell({ type: 'writing' });
      if (type.startsWith('store-')) tell({ type: 'event', name: type });
    },
  });

  const warm = async (count: number): Promise<void> => {
    const reports = await Promise.all(Array.from({ length: count }, () => cache.warm(prefix)));
    const warmed = reports.filter(({ status }) => status === 'warmed').length;
    const wrote = reports.filter((report) => report.status === 'warmed' && report.wrote).length;
    tell({ type: 'warmed', warmed, wrote });
  };
  const ask = async (count: number): Promise<void> => {
    const outcomes = await Promise.all(
      Array.from({ length: count }, async (_, n) => {
        for await (const event of cache.ask(prefix, { question: `What does topic${n} do?` })) {
          if (event.type === 'finish') return event.outcome;
        }
        return null;
      }),
    );
    const answered = outcomes.filter((outcome) => outcome !== null).length;
    tell({ type: 'answered', answered, hits: outcomes.filter((outcome) => outcome === 'hit').length });
  };
  process.on('message', (order: Order) => {
    void ('warm' in order ? warm(order.warm) : ask(order.ask));
  });
  redis.once('ready', () => tell({ type: 'ready' }));
}

main(process.argv[2]!, Number(process.argv[3]));
