import type { AskEvent } from '@forewarm/core';
import { toUiChunks, type UiChunk } from '@forewarm/core/kit';
import { toPublicError } from '../responses.js';

/** Server-sent events that go together, each with its blank line. */
export type Chunk = readonly string[];

/** An answer as the server-sent events of an AI SDK UI message stream. `messageId` names one that is kept. */
export async function* toChunks(
  events: AsyncIterable<AskEvent>,
  messageId?: string,
): AsyncGenerator<Chunk, void, undefined> {
  for await (const chunk of toUiChunks(events, { messageId, toBody: toPublicError })) {
    yield [toEvent(chunk)];
  }
  yield ['data: [DONE]\n\n'];
}

/** A chunk as a server-sent event. */
export function toEvent(chunk: UiChunk): string {
  return `data: ${JSON.stringify(chunk)}\n\n`;
}
