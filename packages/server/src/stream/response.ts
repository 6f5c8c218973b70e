import { type Environment, ForewarmError } from '@forewarm/core';
import { within } from '@forewarm/core/kit';
import { PRIVATE } from '../responses.js';
import type { Chunk } from './chunks.js';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': `${PRIVATE}, no-transform`,
  // nginx would hold the stream back otherwise.
  'x-accel-buffering': 'no',
  'x-vercel-ai-ui-message-stream': 'v1',
};

/**
 * A comment, for a proxy that closes idle connections; it says `alive` where something has come
 * from the model since the last one.
 */
const SILENT = ':\n\n';
const ALIVE = ':alive\n\n';

export interface StreamOptions {
  readonly environment: Environment;
  /**
   * Aborted when the client leaves. Held whole: Node lets a signal go whose request nobody holds.
   */
  readonly request: Request;
  /** Silence after which a heartbeat is sent, in milliseconds. */
  readonly heartbeatMs: number;
  /** Grows with every sign of life of the model. */
  readonly signs: () => number;
  /** How long something may lie ready that nobody takes, in milliseconds. */
  readonly stallMs: number;
  /** Called when the client leaves before the end, or takes nothing for too long. */
  readonly onGone: () => void;
  /** Called however it ends, perhaps twice. */
  readonly onEnd: () => void;
}

/** The parts of a stream's reader that sending a response needs. */
export interface BodyReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array<ArrayBuffer> | undefined }>;
  cancel(): Promise<void>;
}

/** By body: the copy of a response has another, which reads the first. */
const readers = new WeakMap<ReadableStream, BodyReader>();

/**
 * Gives the reader of a response's body. For an answer it skips the web stream, which costs more
 * per read than the rest of this file.
 */
export function readerOf({ body }: Response): BodyReader | undefined {
  return body ? (readers.get(body) ?? body.getReader()) : undefined;
}

/** Makes the response of an answer; it is read only as fast as the client reads. */
export function streamResponse(chunks: AsyncGenerator<Chunk, void, undefined>, options: StreamOptions): Response {
  const reader = answerReader(chunks, options);
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value!);
      },
      cancel: () => reader.cancel(),
    },
    { highWaterMark: 0 },
  );
  readers.set(body, reader);
  return new Response(body, { headers: HEADERS });
}

/** Reads chunks as bytes, one chunk ahead; sends heartbeats while none arrive. */
function answerReader(chunks: AsyncGenerator<Chunk, void, undefined>, options: StreamOptions): BodyReader {
  const { environment, request, heartbeatMs, signs, stallMs, onGone, onEnd } = options;
  const encoder = new TextEncoder();
  let next: Promise<IteratorResult<Chunk, void>> | null = null;
  let clearStall = (): void => {};
  let over = false;
  let stalled: ForewarmError | null = null;
  let told = signs();
  const heartbeat = (): string => {
    const before = told;
    told = signs();
    return told === before ? SILENT : ALIVE;
  };
  const end = (): void => {
    over = true;
    clearStall();
    request.signal.removeEventListener('abort', leave);
    onEnd();
  };
  const leave = (): void => {
    onGone();
    end();
  };
  const stall = (): void => {
    stalled = new ForewarmError('stream-cut', `Nobody has read the answer for ${stallMs} ms.`);
    leave();
    chunks.return().catch(() => null);
  };
  const advance = async (): ReturnType<BodyReader['read']> => {
    next ??= chunks.next();
    const result = await within(next, heartbeatMs, environment).catch((thrown: unknown) => {
      // An answer that breaks off, such as one too long to go on with, breaks the connection off.
      end();
      throw thrown;
    });
    if (result?.done) {
      end();
      return { done: true };
    }
    if (result) next = null;
    // A response that is dropped unread does not say so.
    if (!over) clearStall = environment.setTimeout(stall, stallMs);
    return { done: false, value: encoder.encode(result === null ? heartbeat() : result.value.join('')) };
  };
  // The stream of a request that was aborted may never be read, and so never say that it has ended.
  request.signal.addEventListener('abort', leave, { once: true });
  // The client disconnected while we were authenticating it: stop here.
  if (request.signal.aborted) leave();
  let ahead = advance();
  ahead.catch(() => null);
  return {
    async read() {
      const read = await ahead;
      if (stalled) throw stalled;
      clearStall();
      if (!read.done) {
        ahead = advance();
        ahead.catch(() => null);
      }
      return read;
    },
    async cancel() {
      leave();
      await chunks.return();
    },
  };
}
