/**
 * Codes of Node, undici and Bun for a connection that ended. Not a refused connection or unknown
 * name: no server was there.
 */
const ENDED: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ConnectionClosed']);

/** Most nested causes to look through: a chain of causes may be circular. */
const DEPTH = 8;

/**
 * True if a request failed because its connection ended before any byte of the response, as when an
 * engine silently closes an idle connection. Sending it once more is then safe if the request is
 * harmless twice. Looks through causes. False for a timeout, an abort, a status, a refused
 * connection, an unknown name or an answer cut off midway.
 */
export function brokeBeforeResponse(thrown: unknown): boolean {
  let ended = false;
  let link = thrown as Record<string, unknown> | null | undefined;
  for (let depth = 0; depth < DEPTH && typeof link === 'object' && link !== null; depth++) {
    if (typeof link['status'] === 'number' || typeof link['statusCode'] === 'number') return false;
    // How undici and node-fetch report an answer cut off midway.
    if (/^terminated$|response body|\baborted\b/i.test(text(link['message'], link['name']))) return false;
    ended ||= ENDED.has(link['code']);
    link = link['cause'] as typeof link;
  }
  return ended;
}

/**
 * Wraps a call that is safe to send twice: retries it once if its connection ended before any byte
 * of the response. At most one retry over all calls of the function returned.
 */
export function onceMore<A extends readonly unknown[], T>(send: (...args: A) => Promise<T>): typeof send {
  let left = 1;
  return async (...args) => {
    try {
      return await send(...args);
    } catch (thrown) {
      if (left === 0 || !brokeBeforeResponse(thrown)) throw thrown;
      left--;
      // By the next turn of the event loop, other idle connections that ended are known too, so the
      // retry opens a new one.
      await new Promise((resolve) => setTimeout(resolve, 0));
      return send(...args);
    }
  };
}

function text(message: unknown, name: unknown): string {
  return typeof message === 'string' ? message : String(name);
}
