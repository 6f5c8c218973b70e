import { ForewarmError, type UiChunk } from '@forewarm/core';
import { readEventStream } from './eventStream.js';

/** Sends a request to one of the handler's addresses. */
export type Post = (path: string, body: unknown, signal: AbortSignal | undefined) => Promise<Response>;

/**
 * The chunks of an answer, gone on with from the last event that arrived where the connection broke and the handler keeps answers. An answer that
 * is left before its end is stopped at the handler, which would otherwise wait for its reader.
 */
export async function* readAnswer(
  post: Post,
  first: Response,
  signal: AbortSignal | undefined,
  delaysMs: readonly number[],
): AsyncGenerator<UiChunk, void, undefined> {
  let response = first;
  let answer: string | undefined;
  let after = 0;
  let tries = 0;
  let ended = false;
  const onId = (id: string): void => void (after = Number(id));
  try {
    for (;;) {
      const from = after;
      try {
        for await (const chunk of readEventStream(response, signal, onId)) {
          if (chunk.type === 'start') answer = chunk.messageId;
          ended = chunk.type === 'finish' || chunk.type === 'error';
          yield chunk;
          if (ended) return;
        }
        throw new ForewarmError(
          'stream-cut',
          'The connection broke off in the middle of the answer; asking again may work.',
        );
      } catch (thrown) {
        const broken = thrown instanceof ForewarmError && thrown.code === 'stream-cut' && !signal?.aborted;
        if (!broken || answer === undefined) throw thrown;
        // Tries start anew only where one has led further: a connection that always breaks at once comes to an end.
        if (after > from) tries = 0;
        const next = await reopen(post, { answer, after }, signal, delaysMs.slice(tries));
        if (next === null) throw thrown;
        tries += next.tries;
        response = next.response;
      }
    }
  } finally {
    // Not waited for: whoever stops has nothing to wait for.
    if (answer !== undefined && !ended) post('stop', { answer }, undefined).catch(() => null);
  }
}

async function reopen(
  post: Post,
  body: { readonly answer: string; readonly after: number },
  signal: AbortSignal | undefined,
  delaysMs: readonly number[],
): Promise<{ readonly response: Response; readonly tries: number } | null> {
  for (const [index, ms] of delaysMs.entries()) {
    await pause(ms, signal);
    const response = await post('resume', body, signal).catch(() => null);
    signal?.throwIfAborted();
    if (response?.ok) return { response, tries: index + 1 };
    await response?.body?.cancel().catch(() => null);
    // Not there any more, or not ours: trying again changes nothing.
    if (response && response.status < 500) return null;
  }
  return null;
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
