import { type CallOptions, type ForewarmError, systemEnvironment } from '@forewarm/core';
import { type UiChunk, wait } from '@forewarm/core/kit';
import { fromResponse } from './errors.js';
import { isLast, readEventStream } from './eventStream.js';

/** Tries to send a question again before anything arrived: a person offline should soon know. */
const ASKED_AGAIN = 2;

/** Sends a request to the handler. */
export type Post = (path: string, body: unknown, signal?: AbortSignal) => Promise<Response>;

/** An answer begun before its question is sent. */
export interface EarlyAnswer {
  /** Resolves when the handler knows that the question was sent; true if it keeps the answer. */
  readonly adopt: (answer: string) => Promise<boolean>;
  /** Ends the answer with the reason why it can't be adopted. */
  readonly failed: (reason: unknown) => void;
}

/**
 * Reads an answer's chunks. If the connection breaks, it resumes after the last event, where the
 * handler keeps answers. If none had arrived, it sends the question again under the same name,
 * which the handler answers once. If the reader leaves, it stops the answer at the handler, which
 * would wait for the reader.
 */
export async function* readAnswer(
  post: Post,
  question: object,
  delaysMs: readonly number[],
  signal: AbortSignal,
  { alive, restarts = false }: CallOptions,
  early?: EarlyAnswer,
): AsyncGenerator<UiChunk, void, undefined> {
  // A page without TLS has none: then the handler names the answer in its first event.
  const name = early ? undefined : globalThis.crypto?.randomUUID?.();
  const asked = { ...question, answer: name };
  /** Its name, while it can be resumed or stopped. */
  let answer: string | undefined;
  let begun = false;
  let after = 0;
  /** Characters that the reader can drop; undefined once it had something that it can't. */
  let had: number | undefined = 0;
  let delays = delaysMs.slice(0, ASKED_AGAIN).values();
  let open = (): Promise<Response> => post(early ? 'speculate' : 'ask', asked, signal);
  try {
    for (;;) {
      const from = after;
      try {
        const response = await open();
        if (!response.ok) throw await fromResponse(response);
        for await (const chunk of readEventStream(response, signal, (id) => (after = Number(id)), alive)) {
          begun = true;
          if (chunk.type === 'start') {
            const { messageId } = chunk;
            if (!early || answer !== undefined) answer = messageId;
            // Before it is adopted there is nothing to resume or stop.
            else if (messageId) early.adopt(messageId).then((kept) => kept && (answer = messageId), early.failed);
          }
          if (isLast(chunk)) answer = undefined;
          had = hadAfter(had, chunk, restarts);
          yield chunk;
        }
        return;
      } catch (thrown) {
        const { code } = thrown as Partial<ForewarmError>;
        const isLost = code === 'stream-cut' || (!begun && code === 'unreachable');
        if (!isLost || (begun ? answer : name) === undefined) throw thrown;
        // Only progress renews the tries, so that a connection that always breaks comes to an end.
        if (after !== from) delays = delaysMs.values();
        const again = (): Promise<Response> =>
          begun ? post('resume', { answer, after, had }, signal) : post('ask', { ...asked, again: true }, signal);
        const next = await reopen(again, signal, delays);
        if (!next) throw thrown;
        open = async () => next;
      }
    }
  } finally {
    // Who stops waits for nothing.
    if (answer !== undefined) post('stop', { answer }).catch(() => null);
  }
}

function hadAfter(had: number | undefined, chunk: UiChunk, restarts: boolean): number | undefined {
  if (chunk.type === 'tool-input-available' || had === undefined) return undefined;
  if (!('delta' in chunk)) return had;
  return restarts ? had + chunk.delta.length : undefined;
}

async function reopen(
  again: () => Promise<Response>,
  signal: AbortSignal,
  delays: Iterable<number>,
): Promise<Response | undefined> {
  for (const ms of delays) {
    await wait(ms, systemEnvironment, signal);
    const response = await again().catch(() => null);
    signal.throwIfAborted();
    if (response?.ok) return response;
    response?.body?.cancel().catch(() => null);
    // Gone, or not ours: another try changes nothing.
    if (response && response.status < 500) return;
  }
}
