import type { CacheEntry } from './cache/promptCache.js';
import { Engine } from './engine/engine.js';
import type { SimulatorOptions } from './engine/options.js';
import type { RequestRecord } from './engine/records.js';
import type { Listening } from './node.js';
import { serve } from './serve/serve.js';

export interface Simulator {
  /** Answers as the API would; an SDK's `fetch`. Rejects only if aborted. */
  readonly fetch: (request: Request | string | URL, init?: RequestInit) => Promise<Response>;
  /** Serves HTTP (Node only). `port` default: a free one; `host`: 127.0.0.1. */
  listen(port?: number, host?: string): Promise<Listening>;
  /** Served or running, oldest first; at most `keepRequests`. */
  readonly requests: readonly RequestRecord[];
  /** Readable now. */
  entries(): CacheEntry[];
  /** Default: all. */
  evict(workspace?: string): void;
}

/** Makes a simulator; throws `invalid-option`. */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const engine = new Engine(options);
  const simulatorFetch: Simulator['fetch'] = (input, init) => serve(engine, toRequest(input, init));
  return {
    fetch: simulatorFetch,
    listen: async (port = 0, host = '127.0.0.1') => (await import('./node.js')).listen(simulatorFetch, port, host),
    requests: engine.requests,
    entries: () => engine.cache.entries(engine.now()),
    evict: (workspace) => {
      engine.cache.evict(workspace);
    },
  };
}

function toRequest(input: Request | string | URL, init?: RequestInit): Request {
  if (input instanceof Request && init === undefined) return input;
  return new Request(input, init?.body ? ({ duplex: 'half', ...init } as RequestInit) : init);
}
