/**
 * What a connection's end is called by Node's sockets, undici and Bun. A refused connection or an
 * unknown name is none: nothing was listening.
 */
const ENDED: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ConnectionClosed']);

/** How deep SDKs wrap what `fetch` threw; a bound, since a chain of causes may be a circle. */
const DEPTH = 8;

/**
 * Says whether a request failed since its connection ended before any byte of the response, as one
 * that an engine has closed without saying so does. Sending it once more then reaches the backend,
 * if it does no harm twice. False for a timeout, an abort, a status, a refused connection, an
 * unknown name and an answer that broke off within. Looks through the causes, so an SDK's error or
 * a `ForewarmError` may stand around what `fetch` threw.
 */
export function brokeBeforeResponse(thrown: unknown): boolean {
  let ended = false;
  let link = thrown as Record<string, unknown> | null | undefined;
  for (let depth = 0; depth < DEPTH && typeof link === 'object' && link !== null; depth++) {
    if (typeof link['status'] === 'number' || typeof link['statusCode'] === 'number') return false;
    // What undici and node-fetch say of an answer that broke off within.
    if (/^terminated$|response body|\baborted\b/i.test(text(link['message'], link['name']))) return false;
    ended ||= ENDED.has(link['code']);
    link = link['cause'] as typeof link;
  }
  return ended;
}

/**
 * The same call, for what may be sent twice: where its connection ended before any byte of the
 * response, it is made once more, a turn of the event loop later. Over all calls of the function
 * returned there is one such retry.
 */
export function onceMore<A extends readonly unknown[], T>(send: (...args: A) => Promise<T>): typeof send {
  let left = 1;
  return async (...args) => {
    try {
      return await send(...args);
    } catch (thrown) {
      if (left === 0 || !brokeBeforeResponse(thrown)) throw thrown;
      left--;
      // Other idle connections that ended at the same time are known to have ended by then: the
      // next is a new one.
      await new Promise((resolve) => setTimeout(resolve, 0));
      return send(...args);
    }
  };
}

function text(message: unknown, name: unknown): string {
  return typeof message === 'string' ? message : String(name);
}
