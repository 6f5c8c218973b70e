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
    if (/^terminated$|response body|\baborted\b/i.test(text(link['message'], link['name']))) return false;
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
  let left = 1;
  return async (...args) => {
    try {
      return await send(...args);
    } catch (thrown) {
      if (left === 0 || !brokeBeforeResponse(thrown)) throw thrown;
      left--;
      // Next turn, other ended idle connections are known too, so the retry opens a new one.
      await new Promise((resolve) => setTimeout(resolve, 0));
      return send(...args);
    }
  };
}

function text(message: unknown, name: unknown): string {
  return typeof message === 'string' ? message : String(name);
}
