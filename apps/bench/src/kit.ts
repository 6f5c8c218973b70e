import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '@forewarm/adapters/anthropic';
import { http } from '@forewarm/adapters/http';
import { type PolicyOptions, type PrefixRef, ForewarmClient, definePolicy } from '@forewarm/core';
import { contextPrefix, type Context } from '@forewarm/express-app/contexts';
import { createHandler } from '@forewarm/server';
import { express as mount } from '@forewarm/server/express';
import express from 'express';

// The bench measures long waits: don't end them.
const POLICY: PolicyOptions = { joinTimeoutMs: 3_600_000, warmTimeoutMs: 3_600_000, askTimeoutMs: 3_600_000 };

export interface KitServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves Express, the handler and `anthropic` on a real socket. */
export async function openServer(
  client: Anthropic,
  context: Context,
  model: string,
  maxTokens: number,
): Promise<KitServer> {
  const handler = createHandler({
    adapter: anthropic({ client, maxTokens }),
    prefixes: { [context.id]: contextPrefix(context, model) },
    policy: POLICY,
  });
  const server = createServer(express().use('/api', mount(handler)));
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}/api`, close };
}

export function openCache(url: string): ForewarmClient<PrefixRef> {
  return new ForewarmClient<PrefixRef>({ adapter: http({ url }), policy: definePolicy(POLICY) });
}
