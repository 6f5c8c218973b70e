import Anthropic from '@anthropic-ai/sdk';
import { AskObserver, type Prefix, type PrefixRef } from '@forewarm/core';
import { contextPrefix, reactDom } from '@forewarm/express-app/contexts';
import { createSimulator } from '@forewarm/simulator';
import { openKit } from './kit.js';
import { median } from './median.js';

/** Pairs that are measured, after some that are not. */
const PAIRS = 40;
const UNCOUNTED = 8;
const QUESTION = 'How does commitRoot flush passive effects?';

/**
 * What the whole kit adds to the time to first token, in milliseconds: the median over pairs of a kit's ask and the SDK alone with the same warmed
 * 150,000-token prefix, against a simulator without latency, in turn so that a slow moment of the machine strikes both.
 */
export async function measureOverhead(): Promise<number> {
  const simulator = createSimulator({ latency: 'none' });
  const listening = await simulator.listen(0, '127.0.0.1');
  const client = new Anthropic({ baseURL: listening.url, apiKey: 'simulator', maxRetries: 0 });
  const model = 'claude-sonnet-4-6';
  const context = reactDom();
  const kit = await openKit(client, context, model, 64);
  const ref: PrefixRef = { id: context.id, params: { run: 'overhead' } };
  try {
    const warm = await kit.cache.warm(ref);
    if (warm.status !== 'warmed') throw new Error(`The warm before the measure came to ${warm.status}.`);
    const prefix = await contextPrefix(context, model)({ run: 'overhead' }, new Request('http://localhost'));
    const byKit = async (): Promise<number> => {
      const { timing, outcome } = await new AskObserver(kit.cache).ask(ref, QUESTION);
      if (outcome !== 'hit') throw new Error(`The kit's ask was a ${outcome ?? 'failure'} where a hit was due.`);
      return timing!.ttftMs!;
    };
    const differences: number[] = [];
    for (let pair = 0; pair < UNCOUNTED + PAIRS; pair++) {
      // Each goes first in every other pair.
      const first = pair % 2 === 0 ? await byKit() : null;
      const alone = await bySdk(client, prefix);
      const kitMs = first ?? (await byKit());
      if (pair >= UNCOUNTED) differences.push(kitMs - alone);
    }
    return median(differences)!;
  } finally {
    await kit.close();
    await listening.close();
  }
}

/** The SDK as the cookbook uses it: stream, and stop the clock at the first text that is not blank. */
async function bySdk(client: Anthropic, prefix: Prefix): Promise<number> {
  const context = prefix.messages[0]!.content.map((block, index, all) => ({
    ...(block as { type: 'text'; text: string }),
    ...(index === all.length - 1 ? { cache_control: { type: 'ephemeral' as const } } : {}),
  }));
  const started = performance.now();
  let ttftMs = Number.NaN;
  const stream = client.messages.stream({
    model: prefix.model,
    max_tokens: 64,
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
