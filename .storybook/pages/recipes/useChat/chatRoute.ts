import { type AiSdkAdapter, forewarmMetadata } from '@forewarm/adapters/ai-sdk';
import type { Prefix } from '@forewarm/core';
import type { Handler } from '@forewarm/server';
import { convertToModelMessages, type LanguageModel, streamText, type UIMessage } from 'ai';

type Model = Exclude<LanguageModel, string>;

/** Your own chat route. `llm` is the adapter that the handler warms with: `aiSdk({ model: anthropic })`. */
export function chatRoute(handler: Handler, llm: AiSdkAdapter<Model>, manual: Prefix) {
  return async (request: Request): Promise<Response> => {
    const { messages } = (await request.json()) as { messages: UIMessage[] };
    const result = streamText({
      // Model, system, tools and settings as they were warmed, then the messages.
      ...llm.promptOf(manual, { messages: await convertToModelMessages(messages) }),
      abortSignal: request.signal,
    });
    // Tells the page and the handler what the answer has read.
    return result.toUIMessageStreamResponse({ messageMetadata: forewarmMetadata(manual, { client: handler.client }) });
  };
}
