import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { CONFORMANCE_KEY, chatWire, describeAdapter, messagesWire } from '@forewarm/testing/conformance';
import { aiSdk } from '../ai-sdk.js';
import { boundedFetch } from '../backend/boundedFetch.js';
import { prefixesFor, serve } from './served.js';

describeAdapter('ai-sdk (@ai-sdk/anthropic)', async (situation) => {
  const { url, passed, close } = await serve(situation, messagesWire);
  const model = createAnthropic({ baseURL: `${url}/v1`, apiKey: CONFORMANCE_KEY, fetch: boundedFetch() });
  // The provider writes its token limit first; the cache ignores it.
  const promptOf = (body: string): string => {
    const { model: name, tools, system, messages } = JSON.parse(body) as Record<string, unknown>;
    return JSON.stringify({ name, tools, system, messages });
  };
  const prefix = prefixesFor('claude-sonnet-4-6');
  return { adapter: aiSdk({ model, maxTokens: 4096 }), prefix, requests: passed, promptOf, close };
});

describeAdapter(
  'ai-sdk (@ai-sdk/openai-compatible)',
  async (situation) => {
    const { url, passed, close } = await serve(situation, chatWire);
    const model = createOpenAICompatible({
      name: 'engine',
      baseURL: `${url}/v1`,
      apiKey: CONFORMANCE_KEY,
      fetch: boundedFetch(),
      includeUsage: true,
    });
    const promptOf = (body: string): string => {
      const { model: name, tools, messages } = JSON.parse(body) as Record<string, unknown>;
      return JSON.stringify({ name, tools, messages });
    };
    return {
      adapter: aiSdk({ model, maxTokens: 4096 }),
      prefix: prefixesFor('qwen3'),
      requests: passed,
      promptOf,
      close,
    };
  },
  { cannot: { 'last event': 'the provider gives its last part only once the connection has ended' } },
);
