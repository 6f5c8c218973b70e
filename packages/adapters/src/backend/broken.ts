import { systemEnvironment } from '@forewarm/core';
import { wait } from '@forewarm/core/kit';

/** Node, undici and Bun. A refused connection or unknown name reached no server. */
const ENDED: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ConnectionClosed']);

/** A chain of causes may be circular. */
const DEPTH = 8;

/**
 * True if a connection ended before any byte of the response, as when an engine silently closes an
 * idle one: then a harmless request may be sent again. Looks through causes. False for a timeout,
 * abort, status, refused connection, unknown name or an answer cut off midway.
 */
export function brokeBeforeResponse(thrown: unknown): boolean {
  let ended = false;
  let link = thrown as Record<string, unknown> | null | undefined;
  for (let depth = 0; depth < DEPTH && typeof link === 'object' && link !== null; depth++) {
    if (typeof link['status'] === 'number' || typeof link['statusCode'] === 'number') return false;
    // An answer cut off midway, in undici and node-fetch.
    if (/^terminated$|response body|\baborted\b/i.test(String(link['message'] ?? link['name']))) return false;
    ended ||= ENDED.has(link['code']);
    link = link['cause'] as typeof link;
  }
  return ended;
}

/**
 * Retries once, over all calls of the returned function, if the connection ended before any byte of
 * the response.
 */
export function onceMore<A extends readonly unknown[], T>(send: (...args: A) => Promise<T>): typeof send {
  let isSpent = false;
  return async (...args) => {
    try {
      return await send(...args);
    } catch (thrown) {
      if (isSpent || !brokeBeforeResponse(thrown)) throw thrown;
      isSpent = true;
      // Next turn, other ended idle connections are known too, so the retry opens a new one.
      await wait(0, systemEnvironment);
      return send(...args);
    }
  };
}
