import Anthropic from '@anthropic-ai/sdk';
import { CONFORMANCE_KEY, describeAdapter, messagesWire } from '@forewarm/testing/conformance';
import { anthropic } from '../anthropic.js';
import { prefixesFor, serve } from './served.js';

describeAdapter('anthropic', async (situation) => {
  const { url, passed, close } = await serve(situation, messagesWire);
  const client = new Anthropic({
    baseURL: url,
    apiKey: CONFORMANCE_KEY,
    maxRetries: situation.retries ?? 0,
  });
  return { adapter: anthropic({ client }), prefix: prefixesFor('claude-sonnet-4-6'), requests: passed, close };
});
