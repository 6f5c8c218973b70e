import { readFileSync } from 'node:fs';
import Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '@forewarm/adapters/anthropic';
import { definePrefix } from '@forewarm/core';
import { createHandler } from '@forewarm/server';

// Use your own text: the longer it is, the more time a warm saves.
const manual = readFileSync('node_modules/@forewarm/simulator/README.md', 'utf8');

export const handler = createHandler({
  // Reads ANTHROPIC_API_KEY and ANTHROPIC_BASE_URL.
  adapter: anthropic({ client: new Anthropic() }),
  prefixes: {
    manual: definePrefix({ model: 'claude-sonnet-4-6', system: `Answer from this manual.\n\n${manual}` }),
  },
  onEvent(event) {
    if ('error' in event) console.error(event.type, event.error.message);
  },
});
