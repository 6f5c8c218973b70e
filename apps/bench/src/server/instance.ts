import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '@forewarm/adapters/anthropic';
import { definePrefix, type Prefix } from '@forewarm/core';
import { type AnswerStore, createHandler, memoryAnswers } from '@forewarm/server';
import { redisAnswers } from '@forewarm/server/answers';
import { express as mount } from '@forewarm/server/express';
import { rateLimits } from '@forewarm/server/limits';
import { redisStore } from '@forewarm/server/redis';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { Redis } from 'ioredis';
import { z } from 'zod';

export interface InstanceOptions {
  readonly upstream: string;
  readonly redisUrl?: string | undefined;
  /** In characters. */
  readonly prefixLength: number;
  /** Use a real server's limits and little memory. Default false: no limits. */
  readonly guarded?: boolean | undefined;
}

export interface Instance {
  readonly url: string;
  readonly streaming: () => number;
}

const question = z.object({ question: z.string().min(1).max(20_000) });

const many = { max: 1_000_000, perSeconds: 60 };
const UNLIMITED = {
  warms: { address: many },
  asks: { address: many },
  resumes: { address: many },
  prefixes: { address: many },
  streams: 1_000_000,
};
/** Limits on asks; prefixes, warms and concurrent answers keep their defaults. */
const FOUR_IN_A_ROW = {
  warms: { address: many },
  asks: { user: many, address: many, prefix: many, total: many },
  resumes: { address: many },
};
export const LITTLE = { maxAnswers: 100, maxTotalLength: 10_000_000 };

/** Serves the kit as an app mounts it, and a handwritten SDK route. */
export async function openInstance({ upstream, redisUrl, prefixLength, guarded }: InstanceOptions): Promise<Instance> {
  const client = new Anthropic({ baseURL: upstream, apiKey: 'wire', maxRetries: 0 });
  const redis = redisUrl === undefined ? undefined : openRedis(redisUrl, guarded);
  const answers: AnswerStore = redis ? redisAnswers({ redis }) : memoryAnswers(guarded ? LITTLE : {});
  const system = 'All work and no play. '.repeat(Math.ceil(prefixLength / 22)).slice(0, prefixLength);
  const prefixes = new Map<string, Prefix>();
  const prefixOf = (page: string): Prefix => {
    const known = prefixes.get(page) ?? definePrefix({ model: 'wire', system: `Page ${page}. ${system}` });
    prefixes.set(page, known);
    return known;
  };
  const handler = createHandler({
    adapter: anthropic({ client }),
    prefixes: { doc: ({ page }) => prefixOf(JSON.stringify(page ?? 0)) },
    store: redis && redisStore({ redis }),
    limits: rateLimits({ ...(guarded ? FOUR_IN_A_ROW : UNLIMITED), redis }),
    answers,
    policy: { askTimeoutMs: 5_000, warmTimeoutMs: 5_000, budget: {} },
    onError: (error) => process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`),
  });
  const app = express();
  app.disable('x-powered-by');
  app.use('/api', mount(handler));
  // Discards the body, as some apps do.
  const swallow: RequestHandler = (req, _res, next) => void req.resume().once('end', () => next());
  app.use('/swallowed', swallow, mount(handler));
  app.post('/plain', express.json(), (req, res) => void plain(client, prefixOf('0'), req, res));
  app.post('/pipe', express.json(), (req, res) => void pipe(upstream, prefixOf('0'), req, res));
  const server = createServer({ connectionsCheckingInterval: 1_000 }, app);
  server.headersTimeout = 5_000;
  server.requestTimeout = 10_000;
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 8_192, resolve));
  process.once('SIGTERM', () => {
    server.close();
    void handler.drain(5_000).then(() => process.exit(0));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, streaming: handler.streaming };
}

async function plain(client: Anthropic, prefix: Prefix, req: Request, res: Response): Promise<void> {
  const input = question.safeParse(req.body);
  if (!input.success) return void res.status(400).json({ error: 'bad request' });
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  try {
    const body = bodyOf(prefix, input.data.question);
    for await (const event of await client.messages.create(body, { signal: gone.signal })) {
      if (event.type !== 'content_block_delta' || event.delta.type !== 'text_delta') continue;
      res.write(`data: ${JSON.stringify({ type: 'text-delta', delta: event.delta.text })}\n\n`);
    }
    res.end('data: [DONE]\n\n');
  } catch {
    res.destroy();
  }
}

/** The upstream's bytes as they come: what a stream costs that nobody looks into. */
async function pipe(upstream: string, prefix: Prefix, req: Request, res: Response): Promise<void> {
  const { question: asked } = question.parse(req.body);
  const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const { body } = await fetch(`${upstream}/v1/messages`, { ...init, body: JSON.stringify(bodyOf(prefix, asked)) });
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  for await (const bytes of body!) res.write(bytes);
  res.end();
}

function bodyOf({ model, system: blocks }: Prefix, content: string) {
  const system = blocks.map((block) => ({
    ...(block as { type: 'text'; text: string }),
    cache_control: { type: 'ephemeral' as const },
  }));
  return { model, max_tokens: 4_096, system, messages: [{ role: 'user' as const, content }], stream: true as const };
}

function openRedis(url: string, asItComes = false): Redis {
  if (asItComes) return new Redis(url).on('error', () => null);
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    commandTimeout: 500,
    enableAutoPipelining: true,
    maxRetriesPerRequest: 0,
  });
  redis.on('error', () => null);
  return redis;
}
