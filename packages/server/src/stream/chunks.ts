import type { AskEvent } from '@forewarm/core';
import { toUiChunks, type UiChunk } from '@forewarm/core/kit';
import { toPublicError } from '../responses.js';

/** Server-sent events that go together, each with its blank line. */
export type Chunk = readonly string[];

/** An answer as the server-sent events of an AI SDK UI message stream. */
export async function* toChunks(
  events: AsyncIterable<AskEvent>,
  options: Parameters<typeof toUiChunks>[1] = {},
): AsyncGenerator<Chunk, void, undefined> {
  for await (const chunk of toUiChunks(events, { ...options, toBody: toPublicError })) {
    yield [toEvent(chunk)];
  }
  yield ['data: [DONE]\n\n'];
}

/** A chunk as a server-sent event. */
export function toEvent(chunk: UiChunk): string {
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

/**
 * How many characters of text and thoughts events show to a reader; infinitely many where they hold
 * what can't be taken back, such as a tool call.
 */
export function shownLength(events: Chunk): number {
  let length = 0;
  for (const event of events) {
    const json = /^(?:id: \d+\n)?data: (\{.*\})\n\n$/.exec(event)?.[1];
    const chunk = json === undefined ? null : (JSON.parse(json) as UiChunk);
    if (chunk?.type === 'tool-input-available') return Infinity;
    if (chunk && 'delta' in chunk) length += chunk.delta.length;
  }
  return length;
}
