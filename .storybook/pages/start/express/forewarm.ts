import { readFileSync } from 'node:fs';
import Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '@forewarm/adapters/anthropic';
import { createHandler, definePrefix } from '@forewarm/server';

const manual = definePrefix({ model: 'claude-sonnet-4-6', system: readFileSync('manual.md', 'utf8') });
export const handler = createHandler({ adapter: anthropic({ client: new Anthropic() }), prefixes: { manual } });
