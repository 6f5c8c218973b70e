import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '@forewarm/adapters/anthropic';
import { http } from '@forewarm/adapters/http';
import { type PolicyInit, type PrefixRef, SpeculativeCache } from '@forewarm/core';
import { contextPrefix, type Context } from '@forewarm/express-app/contexts';
import { createHandler } from '@forewarm/server';
import { express as mount } from '@forewarm/server/express';
import express from 'express';

export interface Kit {
  /** The browser's side of the kit, over a real socket to the server's. */
  readonly cache: SpeculativeCache<PrefixRef>;
  readonly close: () => Promise<void>;
}

/** The whole kit as an app has it: `SpeculativeCache` over `http` over Express over the handler over `anthropic`. */
export async function openKit(client: Anthropic, context: Context, model: string, maxTokens: number): Promise<Kit> {
  // Minutes of waiting are the matter to be measured here, not something to be cut short.
  const policy: PolicyInit = { joinTimeoutMs: 3_600_000, warmTimeoutMs: 3_600_000, askTimeoutMs: 3_600_000 };
  const handler = createHandler({
    adapter: anthropic({ client, maxTokens }),
    prefixes: { [context.id]: contextPrefix(context, model) },
    policy,
  });
  const server = createServer(express().use('/api', mount(handler)));
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cache = new SpeculativeCache<PrefixRef>({ adapter: http({ url: `http://127.0.0.1:${port}/api` }), policy });
  const close = async (): Promise<void> => {
    cache.dispose();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { cache, close };
}
