import { ForewarmError } from '@forewarm/core';
import { streamCut, type UiChunk } from '@forewarm/core/kit';
import { createParser } from 'eventsource-parser';
import { drain } from '../backend/drain.js';

/** The longest event, in characters: an answer's events have a few words each. */
export const MAX_EVENT = 1_048_576;

/** Whether a chunk ends an answer. */
export const isLast = ({ type }: UiChunk): boolean => type === 'finish' || type === 'error';

/**
 * Reads an answer's chunks up to the last; throws `stream-cut` if the connection ends before.
 * Leaving the loop closes the connection; after the last chunk it may end by itself. `onId` gets
 * each event's id before its chunk is yielded, and never an id without its chunk. `onAlive` is
 * called at a heartbeat that the model caused.
 */
export async function* readEventStream(
  response: Response,
  signal: AbortSignal,
  onId?: (id: string) => void,
  onAlive?: () => void,
): AsyncGenerator<UiChunk> {
  // The stubs of tests often have no headers.
  const type = response.headers?.get('content-type') ?? 'no content type';
  if (response.body === null || !type.startsWith('text/event-stream')) {
    response.body?.cancel().catch(() => null);
    throw new ForewarmError('upstream', `The server answered with ${type} where an event stream was due.`, {
      status: response.status,
    });
  }
  const queue: UiChunk[] = [];
  const parser = createParser({
    maxBufferSize: MAX_EVENT,
    onEvent({ data, id }) {
      if (data.length > MAX_EVENT) throw tooLong();
      if (id !== undefined) onId?.(id);
      if (data === '[DONE]') return;
      const chunk = JSON.parse(data) as UiChunk;
      const last = queue.at(-1);
      // Each piece costs time from here on, so words of one read become one.
      if (last?.type === chunk.type && 'delta' in chunk) (last as { delta: string }).delta += chunk.delta;
      else queue.push(chunk);
    },
    onComment(comment) {
      if (comment === 'alive') onAlive?.();
    },
    onError(error) {
      if (error.type === 'max-buffer-size-exceeded') throw tooLong();
    },
  });
  const reader = response.body ? response.body.getReader() : readWhole(response);
  let decoder: TextDecoder | undefined;
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) throw new Error('The stream ended.');
      parser.feed(typeof value === 'string' ? value : (decoder ??= new TextDecoder()).decode(value, { stream: true }));
      for (const chunk of queue.splice(0)) {
        // One read has many chunks: a reader who has left gets none of the rest.
        signal.throwIfAborted();
        ended = isLast(chunk);
        yield chunk;
        if (ended) return;
      }
    }
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    if (cause instanceof ForewarmError) throw cause;
    throw cause instanceof SyntaxError
      ? new ForewarmError('upstream', 'The server sent an event that is not JSON.', { cause })
      : streamCut(cause);
  } finally {
    if (ended) void drain(reader);
    else reader.cancel().catch(() => null);
  }
}

/** Reads a test's stub without a `body` as one piece: Jest's jsdom has no streams. */
function readWhole(response: Response): Pick<ReadableStreamDefaultReader<string>, 'read' | 'cancel'> {
  let text: Promise<string> | undefined;
  return {
    async read() {
      if (text) return { done: true, value: undefined };
      text = response.text();
      return { done: false, value: await text };
    },
    async cancel() {},
  };
}

/** The error of an event over the limit. */
export function tooLong(): ForewarmError {
  return new ForewarmError('upstream', `The server sent an event of more than ${MAX_EVENT} characters.`, {
    retryable: false,
  });
}
