import type { AskEvent } from '@forewarm/core';
import { toUiChunks, type UiChunk } from '@forewarm/core/kit';
import type { Wire } from '@forewarm/testing/wires';

/** A network that streams an answer only as it is read. */
export type Fetch = (input: unknown, init?: unknown) => Promise<Response>;

/** Bytes per read: about what a socket gives. */
const CHUNK = 16_384;

export function answering(wire: Wire, pieces: () => Iterable<string>): Fetch {
  return () => Promise.resolve(streamed(wire.answer(pieces(), true)));
}

/** The chunks of an answer, as a handler makes them. */
export function chunks(pieces: () => Iterable<string>): AsyncIterable<UiChunk> {
  return toUiChunks(events(pieces()));
}

export function handling(pieces: () => Iterable<string>): Fetch {
  const frames = async function* (): AsyncGenerator<string> {
    for await (const chunk of chunks(pieces)) yield `data: ${JSON.stringify(chunk)}\n\n`;
    yield 'data: [DONE]\n\n';
  };
  return () => Promise.resolve(streamed(frames()));
}

async function* events(pieces: Iterable<string>): AsyncGenerator<AskEvent> {
  yield { type: 'start', hash: 'h' };
  for (const text of pieces) yield { type: 'text', text };
  const usage = { prompt: 10, cacheRead: 8, cacheWrite: 0, output: 5 };
  yield { type: 'finish', reason: 'stop', usage, outcome: 'hit' };
}

function streamed(frames: Iterable<string> | AsyncIterable<string>): Response {
  const encoder = new TextEncoder();
  const reads = chunked(frames);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reads.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

async function* chunked(frames: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let chunk = '';
  for await (const frame of frames) {
    chunk += frame;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
