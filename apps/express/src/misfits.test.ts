import { fromChatTransport } from '@forewarm/adapters/chat-transport';
import { http } from '@forewarm/adapters/http';
import { definePrefix } from '@forewarm/core';
import { createHandler } from '@forewarm/server';
import { expect, test } from 'vitest';

const transport = { sendMessages: () => Promise.resolve(new ReadableStream<{ type: string }>()) };

test.each([
  ['http', http()],
  ['chat-transport', fromChatTransport({ transport })],
])('%s, which only names prefixes, is refused where a provider is due', (name, adapter) => {
  const prefixes = { doc: definePrefix({ model: 'm', system: 'Doc.' }) };
  const message = new RegExp(`adapter is ${name}, which only names prefixes.*must be a provider, such as anthropic`);
  expect(() => createHandler({ adapter: adapter as never, prefixes })).toThrow(
    expect.objectContaining({ code: 'invalid-option', message: expect.stringMatching(message) as unknown }),
  );
});
