import { CONFORMANCE_KEY, describeAdapter, responsesWire, type Setup } from '@forewarm/testing/conformance';
import type { Prefix } from '@forewarm/core';
import OpenAI from 'openai';
import { openai } from '../openai.js';
import { prefixesFor, serve } from './served.js';

const setup =
  (model: string): Setup<Prefix> =>
  async (situation) => {
    const { url, passed, close } = await serve(situation, responsesWire);
    const client = new OpenAI({
      baseURL: `${url}/v1`,
      apiKey: CONFORMANCE_KEY,
      maxRetries: situation.retries ?? 0,
    });
    return { adapter: openai({ client }), prefix: prefixesFor(model), requests: passed, close };
  };

describeAdapter('openai (gpt-5.6)', setup('gpt-5.6'));
describeAdapter('openai (gpt-5)', setup('gpt-5'));
describeAdapter('openai (another engine)', setup('qwen3'));
