// Before anything that makes a schema.
// oxlint-disable-next-line import/no-unassigned-import
import './withoutEval.js';
import Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '@forewarm/adapters/anthropic';
import { type Adapter, definePrefix, type Prefix, type Ttl } from '@forewarm/core';
import { createHandler, type Handler } from '@forewarm/server';
import { createSimulator, type SimulatorOptions } from '@forewarm/simulator';
import { makeContext } from './context.js';

export interface BackendOptions extends SimulatorOptions {
  /** Size of the context in tokens. Default 20,000. */
  tokens?: number;
  /** How long an entry lives. Default 5 m. */
  ttl?: Ttl;
}

/** The server side in the page: the handler over the Anthropic SDK over the simulator. No key, no network. */
export function createServerParts({ tokens = 20_000, ttl = '5m', ...options }: BackendOptions = {}): {
  readonly handler: Handler;
  readonly adapter: Adapter<Prefix>;
  readonly docs: Prefix;
} {
  const simulator = createSimulator({ latency: 'cookbook', ...options });
  const client = new Anthropic({
    apiKey: 'simulated',
    baseURL: 'http://simulator',
    dangerouslyAllowBrowser: true,
    maxRetries: 0,
    fetch: (url, init) => simulator.fetch(new Request(url, init)),
  });
  const adapter = anthropic({ client });
  const docs = definePrefix({ model: 'claude-sonnet-4-6', system: makeContext(tokens), ttl });
  return { handler: createHandler({ adapter, prefixes: { docs } }), adapter, docs };
}

/** The handler alone. */
export function createServerSide(options?: BackendOptions): Handler {
  return createServerParts(options).handler;
}
