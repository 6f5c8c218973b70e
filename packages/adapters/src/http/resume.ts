import { type ForewarmError, systemEnvironment } from '@forewarm/core';
import type { UiChunk } from '@forewarm/core/kit';
import { isLast, readEventStream } from './eventStream.js';
import { pause } from './pause.js';

/** How long after its start an answer may still be unknown to another instance of the handler, in milliseconds. */
const EARLY_MS = 2_000;

/** Sends a request to one of the handler's addresses. */
export type Post = (path: string, body: unknown, signal?: AbortSignal) => Promise<Response>;

/** An answer begun before its question is sent. */
export interface EarlyAnswer {
  /** Resolves once the handler knows that the question was sent, with whether it keeps the answer. */
  readonly adopt: (answer: string) => Promise<boolean>;
  /** Ends the answer with what spoke against its adoption. */
  readonly failed: (reason: unknown) => void;
}

/**
 * The chunks of an answer, gone on with from the last event that arrived where the connection broke and the handler keeps answers. An answer that
 * is left before its end is stopped at the handler, which would otherwise wait for its reader.
 */
export async function* readAnswer(
  post: Post,
  response: Response,
  signal: AbortSignal,
  delaysMs: readonly number[],
  alive?: () => void,
  early?: EarlyAnswer,
): AsyncGenerator<UiChunk, void, undefined> {
  /** Its name, while there is something to go on with or to stop. */
  let answer: string | undefined;
  let after = 0;
  /** The text that arrived, while it is little and nothing else did: a server may ask again for the rest where the answer's own is lost. */
  let text: string | undefined = '';
  let delays = delaysMs.values();
  const begunAt = systemEnvironment.monotonic();
  const isEarly = (): boolean => systemEnvironment.monotonic() - begunAt < EARLY_MS;
  try {
    for (;;) {
      const from = after;
      try {
        for await (const chunk of readEventStream(response, signal, (id) => (after = Number(id)), alive)) {
          if (chunk.type === 'start') {
            const { messageId } = chunk;
            if (!early) answer = messageId;
            // Before it is adopted there is nothing to go on with or to stop.
            else if (messageId) early.adopt(messageId).then((kept) => kept && (answer = messageId), early.failed);
          }
          if (isLast(chunk)) answer = undefined;
          text = textAfter(text, chunk);
          yield chunk;
        }
        return;
      } catch (thrown) {
        if (answer === undefined || (thrown as Partial<ForewarmError>).code !== 'stream-cut') throw thrown;
        // Tries start anew only where one has led further: a connection that always breaks at once comes to an end.
        if (after > from) delays = delaysMs.values();
        const next = await reopen(post, { answer, after, text }, signal, delays, isEarly);
        if (!next) throw thrown;
        response = next;
      }
    }
  } finally {
    // Not waited for: whoever stops has nothing to wait for.
    if (answer !== undefined) post('stop', { answer }).catch(() => null);
  }
}

/** The most characters of text that are told to a server. */
const MAX_TEXT = 2_000;

function textAfter(text: string | undefined, chunk: UiChunk): string | undefined {
  if (text === undefined || chunk.type === 'reasoning-delta' || chunk.type === 'tool-input-available') return undefined;
  if (chunk.type !== 'text-delta') return text;
  const all = text + chunk.delta;
  return all.length > MAX_TEXT ? undefined : all;
}

async function reopen(
  post: Post,
  body: { readonly answer: string; readonly after: number; readonly text: string | undefined },
  signal: AbortSignal,
  delays: Iterable<number>,
  isEarly: () => boolean,
): Promise<Response | undefined> {
  for (const ms of delays) {
    await pause(ms, signal);
    const response = await post('resume', body, signal).catch(() => null);
    signal.throwIfAborted();
    if (response?.ok) return response;
    response?.body?.cancel().catch(() => null);
    // Another instance may not have heard of a young answer yet. Else it is not there any more, or not ours: trying again changes nothing.
    if (response && response.status < 500 && !(response.status === 404 && isEarly())) return;
  }
}
