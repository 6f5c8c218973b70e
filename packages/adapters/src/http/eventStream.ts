import { ForewarmError } from '@forewarm/core';
import { streamCut, type UiChunk } from '@forewarm/core/kit';
import { createParser } from 'eventsource-parser';
import { drain } from '../backend/drain.js';

/** The longest event that is read, in characters: an answer is many events, each a few words. */
export const MAX_EVENT = 1_048_576;

/** Whether an answer ends with this chunk. */
export const isLast = ({ type }: UiChunk): boolean => type === 'finish' || type === 'error';

/**
 * The chunks of an answer as they come in, up to its last; throws `stream-cut` where the connection
 * ends before. Leaving the loop closes the connection, after the last chunk once its own end has
 * come. `onId` is told the ids of events, each before its chunk is given out; all that were told
 * have been given out when the connection breaks. `onAlive` is told of a heartbeat that says that
 * something came from the model.
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
      // Words that came in one read go on as one piece: what follows takes time per piece.
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
        // Many chunks come in one piece: who has left gets none of the rest.
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

/**
 * Reads the stub of a test that has no `body`, as under Jest in jsdom, which has no streams: its
 * text is one piece.
 */
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

/** What is thrown at an event over the bound. */
export function tooLong(): ForewarmError {
  return new ForewarmError('upstream', `The server sent an event of more than ${MAX_EVENT} characters.`, {
    retryable: false,
  });
}
