import { PRIVATE } from '../responses.js';
import { AnswerReader, type AnswerReaderOptions } from './answerReader.js';
import type { Chunks } from './chunks.js';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': `${PRIVATE}, no-transform`,
  // Else nginx would hold the stream back.
  'x-accel-buffering': 'no',
  'x-vercel-ai-ui-message-stream': 'v1',
};

export interface BodyReader {
  /** Null at the end. */
  read(): Promise<string | Uint8Array | null>;
  cancel(): Promise<void>;
}

/** By body: a copied response has another. */
const readers = new WeakMap<ReadableStream, BodyReader>();

/** Skips an answer's web stream, which costs more per read than the rest of this file. */
export function readerOf({ body }: Response): BodyReader | undefined {
  return body ? (readers.get(body) ?? bytesOf(body)) : undefined;
}

function bytesOf(body: ReadableStream<Uint8Array>): BodyReader {
  const reader = body.getReader();
  return { read: async () => (await reader.read()).value ?? null, cancel: () => reader.cancel() };
}

/** Read only as fast as the client reads. */
export function streamResponse(chunks: Chunks, options: AnswerReaderOptions): Response {
  const reader = new AnswerReader(chunks, options);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const text = await reader.read();
        if (text === null) controller.close();
        else controller.enqueue(encoder.encode(text));
      },
      cancel: () => reader.cancel(),
    },
    { highWaterMark: 0 },
  );
  readers.set(body, reader);
  return new Response(body, { headers: HEADERS });
}
