import { createAnthropic } from '@ai-sdk/anthropic';
import Anthropic from '@anthropic-ai/sdk';
import { aiSdk } from '@forewarm/adapters/ai-sdk';
import { anthropic } from '@forewarm/adapters/anthropic';
import { fromChatTransport } from '@forewarm/adapters/chat-transport';
import { http } from '@forewarm/adapters/http';
import { openai } from '@forewarm/adapters/openai';
import { openaiCompatible } from '@forewarm/adapters/openai-compatible';
import { definePrefix, type AskEvent } from '@forewarm/core';
import { fromUiChunks } from '@forewarm/core/kit';
import { chatWire, messagesWire, responsesWire } from '@forewarm/testing/wires';
import { DefaultChatTransport } from 'ai';
import OpenAI from 'openai';
import { answering, chunks, handling } from './answers.js';

/** An adapter and its SDK, reading the same answer. */
export interface Case {
  readonly name: string;
  /** Reads by the SDK alone; for `http`, the bytes alone. */
  readonly bare: () => Promise<AsyncIterable<unknown>>;
  readonly kit: () => AsyncIterable<AskEvent>;
}

const QUESTION = { question: 'Q' };
const prefixOf = (model: string): ReturnType<typeof definePrefix> => definePrefix({ model, system: 'Doc.' });

export function cases(pieces: () => Iterable<string>): readonly Case[] {
  const claude = new Anthropic({ apiKey: 'k', fetch: answering(messagesWire, pieces), maxRetries: 0 });
  const responses = new OpenAI({ apiKey: 'k', fetch: answering(responsesWire, pieces), maxRetries: 0 });
  const chat = new OpenAI({ apiKey: 'k', fetch: answering(chatWire, pieces), maxRetries: 0 });
  const provider = createAnthropic({ apiKey: 'k', fetch: answering(messagesWire, pieces) });
  const handler = handling(pieces);
  const transport = new DefaultChatTransport({ api: 'http://localhost/ask', fetch: handler });
  const messages = [{ role: 'user' as const, content: 'Q' }];
  const uiMessages = [{ id: '0', role: 'user' as const, parts: [{ type: 'text' as const, text: 'Q' }] }];

  const messagesPrefix = prefixOf('claude-sonnet-4-6');
  const enginePrefix = prefixOf('qwen3');
  return [
    {
      name: 'anthropic',
      bare: () => claude.messages.create({ model: 'm', max_tokens: 9, messages, stream: true }),
      kit: () => anthropic({ client: claude }).ask(messagesPrefix, QUESTION),
    },
    {
      name: 'openai',
      bare: () => responses.responses.create({ model: 'm', input: 'Q', stream: true }),
      kit: () => openai({ client: responses }).ask(enginePrefix, QUESTION),
    },
    {
      name: 'openai-compatible',
      bare: () => chat.chat.completions.create({ model: 'm', messages, stream: true }),
      kit: () => openaiCompatible({ client: chat }).ask(enginePrefix, QUESTION),
    },
    {
      name: 'ai-sdk',
      bare: async () => {
        const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Q' }] }];
        return (await provider('claude-sonnet-4-6').doStream({ prompt })).stream;
      },
      kit: () => aiSdk({ model: provider }).ask(messagesPrefix, QUESTION),
    },
    // What every transport of this format takes once its chunks are there; `http` pays it per read.
    { name: 'fromUiChunks', bare: async () => chunks(pieces), kit: () => fromUiChunks(chunks(pieces)) },
    {
      name: 'http',
      bare: async () => (await handler(null)).body!,
      kit: () => http({ fetch: handler }).ask({ id: 'doc' }, QUESTION),
    },
    {
      name: 'chat-transport',
      bare: () =>
        transport.sendMessages({
          trigger: 'submit-message',
          chatId: 'c',
          messageId: undefined,
          messages: uiMessages,
          abortSignal: undefined,
        }),
      kit: () => fromChatTransport({ transport }).ask({ id: 'doc' }, QUESTION),
    },
  ];
}
