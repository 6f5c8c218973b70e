import { forewarmMetadata } from '@forewarm/adapters/ai-sdk';
import { convertToModelMessages, streamText, type UIMessage } from 'ai';
import { handler, llm, manual } from '@/lib/forewarm';

export async function POST(request: Request): Promise<Response> {
  const { messages } = (await request.json()) as { messages: UIMessage[] };
  const result = streamText({
    // Model, system, tools and settings as warmed, then the messages.
    ...llm.promptOf(manual, { messages: await convertToModelMessages(messages) }),
    abortSignal: request.signal,
  });
  // Reports to the page and the handler what the answer read.
  return result.toUIMessageStreamResponse({ messageMetadata: forewarmMetadata(manual, { client: handler.client }) });
}
