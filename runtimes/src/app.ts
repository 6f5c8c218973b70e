import { createAnthropic } from '@ai-sdk/anthropic';
import Anthropic from '@anthropic-ai/sdk';
import { aiSdk } from '@forewarm/adapters/ai-sdk';
import { anthropic } from '@forewarm/adapters/anthropic';
import { openai } from '@forewarm/adapters/openai';
import { openaiCompatible } from '@forewarm/adapters/openai-compatible';
import { definePrefix, type Prefix } from '@forewarm/core';
import { type Connection, createHandler, type Handler, type PrefixResolver } from '@forewarm/server';
import { memoryAnswers } from '@forewarm/server/answers';
import { hono } from '@forewarm/server/hono';
import { rateLimits } from '@forewarm/server/limits';
import { next } from '@forewarm/server/next';
import { Hono } from 'hono';
import OpenAI from 'openai';
import { askInside } from './inside.js';

/** Where the model answers: written in when the app is built, since it is needed at module level. */
declare const UPSTREAM: string;

const TEXT = 'A pager keeps the pages of a database in memory and writes them back in order. '.repeat(400);

/** A document for each name, so that no test finds the entry of another. */
const documents =
  (model: string): PrefixResolver =>
  ({ name }): Prefix =>
    definePrefix({ model, system: `${JSON.stringify(name)}. ${TEXT}` });

const quick = { apiKey: 'any', maxRetries: 0 };
const claude = { document: documents('claude-sonnet-4-6') };
const adapter = anthropic({ client: new Anthropic({ ...quick, baseURL: UPSTREAM }) });
const client = new OpenAI({ ...quick, baseURL: `${UPSTREAM}/v1` });
const model = createAnthropic({ apiKey: 'any', baseURL: `${UPSTREAM}/v1` })('claude-sonnet-4-6');

/** Every handler is made at module level, once for all requests. */
const handlers: Record<string, Handler> = {
  plain: createHandler({
    adapter,
    prefixes: claude,
    speculativeAnswers: { yields: true },
    // A worker drops the request of whoever left: so long does its question count.
    policy: { askTimeoutMs: 3_000 },
  }),
  kept: createHandler({ adapter, prefixes: claude, answers: memoryAnswers(), speculativeAnswers: true }),
  limited: createHandler({
    adapter,
    prefixes: claude,
    identify: (request) => ({ user: request.headers.get('x-user') ?? 'nobody' }),
    limits: rateLimits({ asks: { user: { max: 2, perSeconds: 60 } }, streams: 1 }),
  }),
  openai: createHandler({ adapter: openai({ client }), prefixes: { document: documents('gpt-5.6') } }),
  'openai-compatible': createHandler({
    adapter: openaiCompatible({ client }),
    prefixes: { document: documents('qwen3') },
  }),
  'ai-sdk': createHandler({ adapter: aiSdk({ model, maxTokens: 4096 }), prefixes: claude }),
};

const onHono = new Hono().all('/hono/*', hono(handlers['plain']!));
const onNext = next(handlers['plain']!);

/** What every runtime serves: `/<handler>/<call>`, the faces that are the same everywhere, and `/inside` for `http()` in the runtime itself. */
export function createApp(
  more: Record<string, Handler> = {},
): (request: Request, connection?: Connection) => Promise<Response> {
  return async (request, from = {}) => {
    const [, first = ''] = new URL(request.url).pathname.split('/');
    if (first === 'inside') return askInside(request, handlers['kept']!);
    if (first === 'hono') return onHono.fetch(request);
    if (first === 'next') return onNext.POST(request);
    const handler = handlers[first] ?? more[first];
    return handler ? handler(request, from) : new Response(null, { status: 404 });
  };
}

/** The handler the faces of Node are tried with, too. */
export const plain = handlers['plain']!;
/** What a handler of one's own is made of here. */
export const parts = { adapter, prefixes: claude };
