import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '@forewarm/adapters/anthropic';
import { boundedFetch } from '@forewarm/adapters/backend';
import { definePrefix, type Prefix, type PrefixRef } from '@forewarm/core';
import { createHandler } from '@forewarm/server';
import { express } from '@forewarm/server/express';
import { createSimulator } from '@forewarm/simulator';
import type { Passed } from '@forewarm/testing';
import {
  CONFORMANCE_KEY,
  messagesWire,
  openBackend,
  type PrefixParts,
  type Situation,
} from '@forewarm/testing/conformance';
import expressApp from 'express';

export interface Stack {
  /** Where the handler is mounted. */
  readonly url: string;
  /** Names a prefix that the handler knows from then on. */
  readonly prefix: (parts: PrefixParts) => PrefixRef;
  readonly requests: readonly Passed[];
  readonly close: () => Promise<void>;
}

/** What stands between a handler and its clients on purpose. */
export const cannot = {
  'own warms': 'a warm on a server is for everyone who asks about the same prefix: it goes on',
  'signs of life': 'its heartbeats carry them, not each event',
  words: 'the provider’s words are for the server’s log',
};

/**
 * The handler in Express on a real socket, over the Messages adapter, over a simulator behind
 * another, in a situation.
 */
export async function openStack(situation: Situation): Promise<Stack> {
  const { check, cacheFigures, retries = 0 } = situation;
  const simulator = createSimulator({
    latency: 'none',
    contextWindow: 20_000_000,
    strictModels: check === 'model',
    keys: { [check === 'key' ? 'sk-the-right-one' : CONFORMANCE_KEY]: 'workspace' },
    reportCache: cacheFigures === false ? 'none' : 'all',
  });
  const backend = await openBackend(situation, messagesWire, (request) => simulator.fetch(request));
  const client = new Anthropic({
    baseURL: backend.url,
    apiKey: CONFORMANCE_KEY,
    fetch: boundedFetch(),
    maxRetries: retries,
  });
  const known = new Map<string, Prefix>();
  const handler = createHandler({
    adapter: anthropic({ client }),
    prefixes: { known: ({ key }) => known.get(key as string)! },
    attachments: true,
  });
  const server = createServer(expressApp().use('/api/forewarm', express(handler))).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/forewarm`,
    prefix({ turns = [], ...parts }) {
      const prefix = definePrefix({ model: 'claude-sonnet-4-6', ...parts });
      known.set(prefix.hash, prefix);
      return { id: 'known', params: { key: prefix.hash }, ...(turns.length > 0 && { thread: turns }) };
    },
    requests: backend.passed,
    async close() {
      server.closeAllConnections();
      server.close();
      await backend.close();
    },
  };
}
