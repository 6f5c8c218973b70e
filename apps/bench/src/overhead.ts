import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import Anthropic from '@anthropic-ai/sdk';
import { AskObserver, type Prefix, type PrefixRef, type ForewarmClient } from '@forewarm/core';
import { contextPrefix, reactDom } from '@forewarm/express-app/contexts';
import { openCache } from './kit.js';
import { median } from './median.js';
import type { PeerRequest } from './peer.js';

/** Measured pairs, after some unmeasured ones. */
const PAIRS = 60;
const UNCOUNTED = 15;
const QUESTION = 'How does commitRoot flush passive effects?';
const MODEL = 'claude-sonnet-4-6';
const MAX_TOKENS = 64;

/**
 * Milliseconds that the kit adds to the SDK's TTFT: the median over pairs, in turns, on one warmed
 * 150,000-token prefix without latency. Asker, kit and simulator are separate processes.
 */
export async function measureOverhead(): Promise<number> {
  const children: ChildProcess[] = [];
  try {
    const upstream = await openPeer(children, { role: 'simulator', model: MODEL, maxTokens: MAX_TOKENS });
    const url = await openPeer(children, { role: 'kit', model: MODEL, maxTokens: MAX_TOKENS, upstream });
    return await measure(openCache(url), new Anthropic({ baseURL: upstream, apiKey: 'simulator', maxRetries: 0 }));
  } finally {
    for (const child of children) child.kill();
  }
}

async function measure(cache: ForewarmClient<PrefixRef>, client: Anthropic): Promise<number> {
  const context = reactDom();
  const ref: PrefixRef = { id: context.id, params: { run: 'overhead' } };
  const warm = await cache.warm(ref);
  if (warm.status !== 'warmed') throw new Error(`The warm before the measure came to ${warm.status}.`);
  const prefix = await contextPrefix(context, MODEL)({ run: 'overhead' }, new Request('http://localhost'));
  const differences: number[] = [];
  for (let pair = 0; pair < UNCOUNTED + PAIRS; pair++) {
    // Each goes first in every other pair.
    const first = pair % 2 === 0 ? await byKit(cache, ref) : null;
    const alone = await bySdk(client, prefix);
    const kit = first ?? (await byKit(cache, ref));
    if (pair >= UNCOUNTED) differences.push(kit - alone);
  }
  return median(differences)!;
}

async function byKit(cache: ForewarmClient<PrefixRef>, ref: PrefixRef): Promise<number> {
  const { timing, outcome } = await new AskObserver(cache).ask(ref, QUESTION);
  if (outcome !== 'hit') throw new Error(`The kit's ask was a ${outcome ?? 'failure'} where a hit was due.`);
  return timing!.ttftMs!;
}

/** As in the cookbook, the clock stops at the first non-blank text. */
async function bySdk(client: Anthropic, prefix: Prefix): Promise<number> {
  const context = prefix.messages[0]!.content.map((block, index, all) => ({
    ...(block as { type: 'text'; text: string }),
    ...(index === all.length - 1 ? { cache_control: { type: 'ephemeral' as const } } : {}),
  }));
  const started = performance.now();
  let ttftMs = Number.NaN;
  const stream = client.messages.stream({
    model: prefix.model,
    max_tokens: MAX_TOKENS,
    system: prefix.system as { type: 'text'; text: string }[],
    messages: [{ role: 'user', content: [...context, { type: 'text', text: QUESTION }] }],
  });
  stream.on('text', (text) => {
    if (Number.isNaN(ttftMs) && text.trim() !== '') ttftMs = performance.now() - started;
  });
  const { usage } = await stream.finalMessage();
  if (!usage.cache_read_input_tokens) throw new Error('The SDK’s ask missed the cache where a hit was due.');
  return ttftMs;
}

function openPeer(children: ChildProcess[], request: PeerRequest): Promise<string> {
  const child = fork(fileURLToPath(new URL('./peer.js', import.meta.url)));
  children.push(child);
  return new Promise((resolve, reject) => {
    child.once('message', (answer: { url?: string; error?: string }) => {
      if (answer.url) resolve(answer.url);
      else reject(new Error(answer.error));
    });
    child.once('exit', (code) => reject(new Error(`The ${request.role} ended with ${code}.`)));
    child.send(request);
  });
}
