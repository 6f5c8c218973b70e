import { fromChatTransport, toChatTransport } from '@forewarm/adapters/chat-transport';
import { http } from '@forewarm/adapters/http';
import type { PrefixRef } from '@forewarm/core';
import { describeAdapter } from '@forewarm/testing/conformance';
import { DefaultChatTransport } from 'ai';
import { cannot, openStack } from './stack.js';

describeAdapter(
  'chat-transport (from)',
  async (situation) => {
    const { url, ...stack } = await openStack(situation);
    const transport = new DefaultChatTransport({ api: `${url}/ask` });
    return { ...stack, adapter: fromChatTransport({ transport, warmBy: http({ url }) }) };
  },
  { cannot },
);

describeAdapter(
  'chat-transport (to and from)',
  async (situation) => {
    const { url, ...stack } = await openStack(situation);
    const cache = http({ url });
    const transport = toChatTransport({ client: cache, prefix: ({ body }) => (body as { prefix: PrefixRef }).prefix });
    return { ...stack, adapter: fromChatTransport({ transport, warmBy: cache }) };
  },
  { cannot },
);
