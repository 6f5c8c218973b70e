import { type AskEvent, toUiChunks } from '@forewarm/core';
import { toPublicError } from '../responses.js';

/** Server-sent events that go together, each with its blank line. */
export type Chunk = readonly string[];

/** An answer as the server-sent events of an AI SDK UI message stream. `messageId` names one that is kept. */
export async function* toChunks(
  events: AsyncIterable<AskEvent>,
  messageId?: string,
): AsyncGenerator<Chunk, void, undefined> {
  for await (const chunk of toUiChunks(events, { messageId, toBody: toPublicError })) {
    yield [`data: ${JSON.stringify(chunk)}\n\n`];
  }
  yield ['data: [DONE]\n\n'];
}
