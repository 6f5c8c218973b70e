import Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '@forewarm/adapters/anthropic';
import { http } from '@forewarm/adapters/http';
import { definePrefix, ForewarmClient, type PolicyOptions, type PrefixRef, definePolicy } from '@forewarm/core';
import { speculativeAnswers } from '@forewarm/core/speculation';
import { createHandler } from '@forewarm/server';
import { createSimulator } from '@forewarm/simulator';
import { type ReplayClock, replayClock } from './clock.js';
import type { Latency } from './latency.js';

export const MODEL = 'claude-sonnet-4-6';
export const REF: PrefixRef = { id: 'context' };

/** The cookbook's context, in tokens. */
const CONTEXT_TOKENS = 151_629;
/** Tokens of an image: it needs a fortieth of a text's bytes. */
const IMAGE_TOKENS = 1_600;
const IMAGES = 94;
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export const CONTEXT = [
  ...Array.from({ length: IMAGES }, () => ({
    type: 'image' as const,
    source: { type: 'base64' as const, media_type: 'image/png' as const, data: PIXEL },
  })),
  { type: 'text' as const, text: 'x'.repeat((CONTEXT_TOKENS - IMAGES * IMAGE_TOKENS) * 4) },
];

/** What the provider did since the last call. */
export interface Paid {
  /** Warms that wrote. */
  warms: number;
  uncached: number;
  cacheRead: number;
  cacheWrite: number;
  output: number;
}

export interface World {
  readonly clock: ReplayClock;
  readonly paid: () => Paid;
  readonly open: () => ForewarmClient<PrefixRef>;
  /** The provider's SDK, for warming without the kit. */
  readonly sdk: Anthropic;
}

export interface WorldOptions {
  readonly latency: Latency;
  readonly policy: PolicyOptions;
  /** The handler's options. Default: `policy`; the page decides which signs warm. */
  readonly handler?: PolicyOptions | undefined;
  readonly speculates: boolean;
}

const NOTHING: Paid = { warms: 0, uncached: 0, cacheRead: 0, cacheWrite: 0, output: 0 };

export function openWorld({ latency, policy, handler: own, speculates }: WorldOptions): World {
  const { coldMs, warmMs, hitMs } = latency;
  const clock = replayClock();
  const { triggers: _, eagerness: __, ...same } = policy;
  let paid = { ...NOTHING };
  const simulator = createSimulator({
    clock,
    keepRequests: 0,
    latency: {
      baseMs: hitMs,
      prefillMsPerToken: (Math.min(coldMs, warmMs) - hitMs) / CONTEXT_TOKENS,
      cachedMsPerToken: 0,
      decodeMsPerToken: 20,
      jitter: 0,
      concurrency: Infinity,
    },
    onRequest({ usage, stream, aborted }) {
      // An aborted read reports nothing: assume a charge.
      if (!usage) paid.cacheRead += aborted && stream ? CONTEXT_TOKENS : 0;
      if (!usage) return;
      paid.warms += !stream && usage.write > 0 ? 1 : 0;
      paid.uncached += usage.uncached;
      paid.cacheRead += usage.read;
      paid.cacheWrite += usage.write;
      paid.output += usage.output;
    },
  });
  // Passes the request itself on: Node collects a copy that nobody holds, and an abort with it.
  const stirred =
    <Args extends unknown[]>(fetch: (...args: Args) => Promise<Response>) =>
    (...args: Args): Promise<Response> => {
      clock.stir();
      return fetch(...args);
    };
  // The simulator has one pace for warms and asks; wait for the rest.
  const missingMs = { warm: Math.max(0, warmMs - coldMs), ask: Math.max(0, coldMs - warmMs) };
  const fetch = stirred(async (...args: Parameters<typeof globalThis.fetch>) => {
    const request = new Request(...args);
    const { stream } = (await request.clone().json()) as { stream?: boolean };
    const ms = simulator.entries().length === 0 ? missingMs[stream ? 'ask' : 'warm'] : 0;
    if (ms > 0) await new Promise<void>((resolve) => void clock.setTimeout(resolve, ms));
    return simulator.fetch(request);
  });
  const sdk = new Anthropic({ apiKey: 'k', baseURL: 'http://simulator', fetch, maxRetries: 0 });
  const handler = createHandler({
    adapter: anthropic({ client: sdk, maxTokens: 1 }),
    prefixes: { context: definePrefix({ model: MODEL, messages: [{ role: 'user', content: CONTEXT }] }) },
    environment: clock,
    policy: { ...(own ?? same), budget: {} },
    speculativeAnswers: speculates,
    heartbeatMs: 600_000,
    stallMs: 600_000,
  });
  return {
    clock,
    sdk,
    paid() {
      const since = paid;
      paid = { ...NOTHING };
      return since;
    },
    open: () =>
      new ForewarmClient({
        adapter: http({ url: 'http://page/api', fetch: stirred(handler) }),
        environment: clock,
        policy: definePolicy(policy),
        speculation: speculates ? speculativeAnswers() : undefined,
      }),
  };
}
