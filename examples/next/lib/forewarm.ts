import { readFileSync } from 'node:fs';
import { createAnthropic } from '@ai-sdk/anthropic';
import { aiSdk } from '@forewarm/adapters/ai-sdk';
import { definePrefix } from '@forewarm/core';
import { createHandler } from '@forewarm/server';

// Use your own text: the longer it is, the more time a warm saves.
const text = readFileSync('node_modules/@forewarm/simulator/README.md', 'utf8');

// Reads ANTHROPIC_API_KEY. The base URL has no /v1, as for Anthropic's own SDK.
const provider = createAnthropic({ baseURL: `${process.env.ANTHROPIC_BASE_URL ?? 'https://api.anthropic.com'}/v1` });

/** Serves the handler and the chat route, so that both send the same. */
export const llm = aiSdk({ model: provider, maxTokens: 4_096 });

export const manual = definePrefix({ model: 'claude-sonnet-4-6', system: `Answer from this manual.\n\n${text}` });

export const handler = createHandler({
  adapter: llm,
  prefixes: { manual },
  onEvent(event) {
    if ('error' in event && event.error) console.error(event.type, event.error.message);
  },
});
