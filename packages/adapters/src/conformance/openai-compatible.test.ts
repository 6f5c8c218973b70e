import { CONFORMANCE_KEY, chatWire, describeAdapter } from '@forewarm/testing/conformance';
import OpenAI from 'openai';
import { openaiCompatible } from '../openai-compatible.js';
import { prefixesFor, serve } from './served.js';

describeAdapter('openai-compatible', async (situation) => {
  const { url, passed, close } = await serve(situation, chatWire);
  const client = new OpenAI({
    baseURL: `${url}/v1`,
    apiKey: CONFORMANCE_KEY,
    maxRetries: situation.retries ?? 0,
  });
  return { adapter: openaiCompatible({ client }), prefix: prefixesFor('qwen3'), requests: passed, close };
});
