import type { CacheEntry } from '../cache/promptCache.js';
import type { Engine } from '../engine/engine.js';
import type { RequestRecord } from '../engine/records.js';

/** The response of `GET /__cache`. */
export interface CacheReport {
  /** The simulator's time, for `expiresAt`. */
  readonly now: number;
  /** Readable now. */
  readonly entries: readonly CacheEntry[];
  /** Newest first, without bodies. */
  readonly requests: readonly RequestRecord[];
  readonly totals: {
    readonly requests: number;
    readonly hits: number;
    readonly partials: number;
    readonly misses: number;
    /** Tokens of all requests kept. */
    readonly read: number;
    readonly written: number;
    readonly uncached: number;
    /** In the queue. */
    readonly waiting: number;
  };
}

const SHOWN = 50;

export function reportCache(engine: Engine): CacheReport {
  const { cache, requests, queue } = engine;
  const now = engine.now();
  const count = (outcome: RequestRecord['outcome']): number =>
    requests.filter((request) => request.outcome === outcome).length;
  const sum = (of: 'read' | 'write' | 'uncached'): number =>
    requests.reduce((total, { usage }) => total + (usage?.[of] ?? 0), 0);
  return {
    now,
    entries: cache.entries(now),
    requests: requests.slice(-SHOWN).toReversed().map(withoutBody),
    totals: {
      requests: requests.length,
      hits: count('hit'),
      partials: count('partial'),
      misses: count('miss'),
      read: sum('read'),
      written: sum('write'),
      uncached: sum('uncached'),
      waiting: queue.length,
    },
  };
}

function withoutBody(request: RequestRecord): RequestRecord {
  const { body: _, ...shown } = request;
  return shown;
}
