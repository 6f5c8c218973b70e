import { anthropic } from '@forewarm/adapters/anthropic';
import { AskObserver, definePrefix, type Prefix, ForewarmClient, definePolicy } from '@forewarm/core';
import { contextOf, MODEL, openWorld, QUESTION, type World } from './world.js';

/** Returns the TTFT in ms if a person thinks for `thinkMs`. */
export type Strategy = (thinkMs: number) => Promise<number>;

const prefixOf = (run: string): Prefix =>
  definePrefix({ model: MODEL, messages: [{ role: 'user', content: contextOf(run) }] });

/**
 * The kit: warms on focus and joins as named, or never warms. Earlier questions train its estimate.
 */
export async function kit(join: 'wait' | 'race' | 'none'): Promise<Strategy> {
  const world = openWorld();
  const policy = definePolicy({ join: join === 'none' ? 'never' : join, joinTimeoutMs: 60_000 });
  const adapter = anthropic({ client: world.client, maxTokens: 1 });
  const cache = new ForewarmClient<Prefix>({ adapter, environment: world.environment, policy });
  const ask = async (prefix: Prefix): Promise<number> => {
    const { timing, error } = await new AskObserver(cache).ask(prefix, QUESTION);
    if (error) throw error;
    return timing!.ttftMs!;
  };
  await world.run(ask(prefixOf('cold')));
  await world.run(ask(prefixOf('cold')));
  await world.run(cache.warm(prefixOf('warm')));
  let runs = 0;
  return (thinkMs) => {
    const prefix = prefixOf(`${join}-${runs++}`);
    const think = async (): Promise<number> => {
      if (join !== 'none') cache.intend(prefix, 'focus');
      await world.sleep(thinkMs);
      return ask(prefix);
    };
    return world.run(think());
  };
}

/** The cookbook exactly: one token when typing starts, awaited before the question. */
export function cookbook(): Strategy {
  const world = openWorld();
  let runs = 0;
  return (thinkMs) => {
    const text = contextOf(`cookbook-${runs++}`);
    return world.run(asCookbook(world, text, thinkMs));
  };
}

async function asCookbook({ client, now, sleep }: World, text: string, thinkMs: number): Promise<number> {
  const context = { type: 'text' as const, text, cache_control: { type: 'ephemeral' as const } };
  const warming = client.messages.create({
    model: MODEL,
    max_tokens: 1,
    messages: [{ role: 'user', content: [context] }],
  });
  const warmed = warming.then(() => null);
  await sleep(thinkMs);
  const submitted = now();
  await warmed;
  const question = { type: 'text' as const, text: `Answer the user's question: ${QUESTION}` };
  const messages = [{ role: 'user' as const, content: [context, question] }];
  const stream = await client.messages.create({ model: MODEL, max_tokens: 1, messages, stream: true });
  let ttftMs: number | null = null;
  for await (const event of stream) {
    if (event.type === 'content_block_delta') ttftMs ??= now() - submitted;
  }
  if (ttftMs === null) throw new Error('The cookbook’s run had no answer.');
  return ttftMs;
}

/** Measures a cold question, a hit and a warm, in ms. */
export async function constants(): Promise<{ coldMs: number; hitMs: number; warmMs: number }> {
  const world = openWorld();
  const adapter = anthropic({ client: world.client, maxTokens: 1 });
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const started = world.now();
    await world.run(work());
    return world.now() - started;
  };
  const first = async (prefix: Prefix): Promise<void> => {
    for await (const event of adapter.ask(prefix, { question: QUESTION })) if (event.type === 'text') return;
  };
  const warmMs = await timed(() => adapter.warm(prefixOf('constants-warm')));
  const hitMs = await timed(() => first(prefixOf('constants-warm')));
  const coldMs = await timed(() => first(prefixOf('constants-cold')));
  return { coldMs, hitMs, warmMs };
}
