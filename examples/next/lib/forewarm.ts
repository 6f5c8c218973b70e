import { readFileSync } from 'node:fs';
import { createAnthropic } from '@ai-sdk/anthropic';
import { aiSdk } from '@forewarm/adapters/ai-sdk';
import { definePrefix } from '@forewarm/core';
import { createHandler } from '@forewarm/server';

// The text that questions are about. Put your own in its place: the longer it is, the more there is to gain.
const text = readFileSync('node_modules/@forewarm/simulator/README.md', 'utf8');

// Reads ANTHROPIC_API_KEY. The base URL is set as for Anthropic's own SDK, without /v1.
const provider = createAnthropic({ baseURL: `${process.env.ANTHROPIC_BASE_URL ?? 'https://api.anthropic.com'}/v1` });

/** The box's handler warms with it, and the chat's route renders its prompt with it, so that both send the same. */
export const llm = aiSdk({ model: provider, maxTokens: 4_096 });

export const manual = definePrefix({ model: 'claude-sonnet-4-6', system: `Answer from this manual.\n\n${text}` });

export const handler = createHandler({
  adapter: llm,
  prefixes: { manual },
  onEvent(event) {
    if ('error' in event && event.error) console.error(event.type, event.error.message);
  },
});
