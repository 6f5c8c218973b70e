import { type Environment, ForewarmError } from '@forewarm/core';
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

/**
 * Sends chunks as server-sent events, pulled only as fast as the client reads, with heartbeats
 * while there are none.
 */
export function streamResponse(chunks: AsyncGenerator<Chunk, void, undefined>, options: StreamOptions): Response {
  const { environment, request, heartbeatMs, signs, stallMs, onGone, onEnd } = options;
  const encoder = new TextEncoder();
  let next: Promise<IteratorResult<Chunk, void>> | null = null;
  let clearStall = (): void => {};
  let over = false;
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
  // The stream of a request that was aborted may never be read, and so never say that it has ended.
  request.signal.addEventListener('abort', leave, { once: true });
  // The client disconnected while we were authenticating it: stop here.
  if (request.signal.aborted) leave();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      clearStall();
      next ??= chunks.next();
      const result = await orSilence(next, heartbeatMs, environment).catch((thrown: unknown) => {
        // What breaks off here, such as an answer too long to go on with, breaks the connection
        // off.
        end();
        throw thrown;
      });
      if (result?.done) {
        end();
        return controller.close();
      }
      if (result) next = null;
      controller.enqueue(encoder.encode(result === null ? heartbeat() : result.value.join('')));
      if (over) return;
      // Whoever drops a response unread says nothing of it.
      clearStall = environment.setTimeout(() => {
        leave();
        chunks.return().catch(() => null);
        controller.error(new ForewarmError('stream-cut', `Nobody has read the answer for ${stallMs} ms.`));
      }, stallMs);
    },
    async cancel() {
      leave();
      await chunks.return();
    },
  });
  return new Response(body, { headers: HEADERS });
}

/** What a promise gives, or null where it takes longer. */
function orSilence<T>(promise: Promise<T>, ms: number, environment: Environment): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const clear = environment.setTimeout(() => resolve(null), ms);
    promise.then(resolve, reject).finally(clear);
  });
}
