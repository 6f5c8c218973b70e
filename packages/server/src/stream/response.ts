import type { Environment } from '@forewarm/core';
import type { Chunk } from './chunks.js';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  // nginx would hold the stream back otherwise.
  'x-accel-buffering': 'no',
  'x-vercel-ai-ui-message-stream': 'v1',
};

/** A comment: no client sees it, but a proxy that closes idle connections does. */
const HEARTBEAT = ':\n\n';

export interface StreamOptions {
  readonly environment: Environment;
  /** Silence after which a heartbeat is sent, in milliseconds. */
  readonly heartbeatMs: number;
  /** Called when the client leaves before the end. */
  readonly onGone: () => void;
  /** Called however it ends. */
  readonly onEnd: () => void;
}

/** Sends chunks as server-sent events, pulled only as fast as the client reads, with heartbeats while there are none. */
export function streamResponse(chunks: AsyncGenerator<Chunk, void, undefined>, options: StreamOptions): Response {
  const { environment, heartbeatMs, onGone, onEnd } = options;
  const encoder = new TextEncoder();
  let next: Promise<IteratorResult<Chunk, void>> | null = null;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      next ??= chunks.next();
      const result = await orSilence(next, heartbeatMs, environment).catch((thrown: unknown) => {
        // What breaks off here, such as an answer too long to go on with, breaks the connection off.
        onEnd();
        throw thrown;
      });
      if (result === null) return controller.enqueue(encoder.encode(HEARTBEAT));
      next = null;
      if (!result.done) return controller.enqueue(encoder.encode(result.value.join('')));
      onEnd();
      controller.close();
    },
    async cancel() {
      onGone();
      onEnd();
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
