import type { AskEvent } from '@forewarm/core';
import { type UiChunk, type UiStreamOptions, UiWriter } from '@forewarm/core/kit';
import { toPublicError } from '../responses.js';

/** Server-sent events that go together. */
export type Chunk = readonly string[];

/** A generator is one. */
export interface Chunks extends AsyncIterable<Chunk, void> {
  next(): Promise<IteratorResult<Chunk, void>>;
  return(): Promise<IteratorResult<Chunk, void>>;
}

/** Like `toUiChunks`, as server-sent events, with one generator less per word. */
export async function* toChunks(
  events: AsyncIterable<AskEvent>,
  options: UiStreamOptions = {},
): AsyncGenerator<Chunk, void, undefined> {
  const writer = new UiWriter({ ...options, toBody: toPublicError });
  yield writer.begin().map(toEvent);
  try {
    for await (const event of events) {
      const chunks = writer.write(event);
      if (chunks.length > 0) yield chunks.map(toEvent);
    }
  } catch (thrown) {
    yield writer.fail(thrown).map(toEvent);
  }
  yield ['data: [DONE]\n\n'];
}

export function toEvent(chunk: UiChunk): string {
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

/** Characters of text and thoughts shown; infinite after a tool call, which can't be taken back. */
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
