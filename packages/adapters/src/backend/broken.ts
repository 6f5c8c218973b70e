import { systemEnvironment } from '@forewarm/core';
import { wait } from '@forewarm/core/kit';

const ENDED: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ConnectionClosed']);

/** Causes may be circular. */
const DEPTH = 8;

/**
 * True if a connection ended before any byte of the response, as an engine closes an idle one:
 * sending again is safe.
 */
export function brokeBeforeResponse(thrown: unknown): boolean {
  let ended = false;
  let link = thrown as Record<string, unknown> | null | undefined;
  for (let depth = 0; depth < DEPTH && typeof link === 'object' && link !== null; depth++) {
    if (typeof link['status'] === 'number' || typeof link['statusCode'] === 'number') return false;
    // Undici and node-fetch, midway.
    if (/^terminated$|response body|\baborted\b/i.test(String(link['message'] ?? link['name']))) return false;
    ended ||= ENDED.has(link['code']);
    link = link['cause'] as typeof link;
  }
  return ended;
}

/** Retries once over all calls, if the connection ended before any byte of the response. */
export function onceMore<A extends readonly unknown[], T>(send: (...args: A) => Promise<T>): typeof send {
  let isSpent = false;
  return async (...args) => {
    try {
      return await send(...args);
    } catch (thrown) {
      if (isSpent || !brokeBeforeResponse(thrown)) throw thrown;
      isSpent = true;
      // By the next turn other ended connections are known: the retry opens a new one.
      await wait(0, systemEnvironment);
      return send(...args);
    }
  };
}
