import Anthropic from '@anthropic-ai/sdk';
import { onTestFinished, vi } from 'vitest';
import { createSimulator, type Simulator, type SimulatorOptions } from '../src/index.js';

// A busy machine must not fail a test.
vi.setConfig({ testTimeout: 60_000 });

export const PATIENTLY = { timeout: 20_000 };

/** Serves a simulator until the test ends, with an official client without retries. */
export async function start(
  options: SimulatorOptions = {},
): Promise<{ simulator: Simulator; client: Anthropic; url: string }> {
  const simulator = createSimulator({ latency: 'none', ...options });
  const server = await simulator.listen();
  onTestFinished(() => server.close());
  const client = new Anthropic({ baseURL: server.url, apiKey: 'test', maxRetries: 0, timeout: 30_000 });
  return { simulator, client, url: server.url };
}

/** Cache minimum 1,024 tokens. */
export const MODEL = 'claude-sonnet-4-6';

export function textOf(tokens: number, name = 'notes'): string {
  const line = `A line of the ${name}, about nothing much. `;
  return line.repeat(Math.ceil((tokens * 4) / line.length)).slice(0, tokens * 4);
}

export function block(text: string, ttl?: '5m' | '1h'): Anthropic.TextBlockParam {
  return { type: 'text', text, ...(ttl && { cache_control: { type: 'ephemeral', ttl } }) };
}

export function cached(usage: Anthropic.Usage): { read: number; write5m: number; write1h: number; rest: number } {
  return {
    read: usage.cache_read_input_tokens ?? -1,
    write5m: usage.cache_creation?.ephemeral_5m_input_tokens ?? -1,
    write1h: usage.cache_creation?.ephemeral_1h_input_tokens ?? -1,
    rest: usage.input_tokens,
  };
}
