import { type CallOptions, type ForewarmError, systemEnvironment } from '@forewarm/core';
import { type UiChunk, wait } from '@forewarm/core/kit';
import { fromResponse } from './errors.js';
import { isLast, readEventStream } from './eventStream.js';

/**
 * How often a question is sent again of which nothing has come: who is offline soon hears of it.
 */
const ASKED_AGAIN = 2;

/** Sends a request to one of the handler's addresses. */
export type Post = (path: string, body: unknown, signal?: AbortSignal) => Promise<Response>;

/** An answer begun before its question is sent. */
export interface EarlyAnswer {
  /**
   * Resolves once the handler knows that the question was sent, with whether it keeps the answer.
   */
  readonly adopt: (answer: string) => Promise<boolean>;
  /** Ends the answer with what spoke against its adoption. */
  readonly failed: (reason: unknown) => void;
}

/**
 * The chunks of an answer, gone on with from the last event that arrived where the connection broke
 * and the handler keeps answers. Where none arrived, the question is sent again under the same
 * name, which the handler answers once. An answer that is left before its end is stopped at the
 * handler, which would otherwise wait for its reader.
 */
export async function* readAnswer(
  post: Post,
  question: object,
  delaysMs: readonly number[],
  signal: AbortSignal,
  { alive, restarts = false }: CallOptions,
  early?: EarlyAnswer,
): AsyncGenerator<UiChunk, void, undefined> {
  // Not there in a page without TLS: then the handler names the answer, in its first event.
  const name = early ? undefined : globalThis.crypto?.randomUUID?.();
  const asked = { ...question, answer: name };
  /** Its name, while there is something to go on with or to stop. */
  let answer: string | undefined;
  let begun = false;
  let after = 0;
  /** How many characters have come that can be forgotten; none, once something came that can't. */
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
            // Before it is adopted there is nothing to go on with or to stop.
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
        // Tries start anew only where one has led further: a connection that always breaks at once
        // comes to an end.
        if (after !== from) delays = delaysMs.values();
        const again = (): Promise<Response> =>
          begun ? post('resume', { answer, after, had }, signal) : post('ask', { ...asked, again: true }, signal);
        const next = await reopen(again, signal, delays);
        if (!next) throw thrown;
        open = async () => next;
      }
    }
  } finally {
    // Not waited for: whoever stops has nothing to wait for.
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
    // It is not there any more, or not ours: trying again changes nothing.
    if (response && response.status < 500) return;
  }
}
