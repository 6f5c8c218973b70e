import { ForewarmError, type UiChunk } from '@forewarm/core';
import { createParser } from 'eventsource-parser';

/** Whether an answer ends with this chunk. */
export const isLast = ({ type }: UiChunk): boolean => type === 'finish' || type === 'error';

/**
 * The chunks of an answer as they come in, up to its last; throws `stream-cut` where the connection ends before. Leaving the loop closes the
 * connection. `onId` is told the ids of events, each before its chunk is given out; all that were told have been given out when the connection breaks.
 */
export async function* readEventStream(
  response: Response,
  signal: AbortSignal,
  onId?: (id: string) => void,
): AsyncGenerator<UiChunk> {
  const type = response.headers.get('content-type') ?? 'no content type';
  if (!response.body || !type.startsWith('text/event-stream')) {
    throw new ForewarmError('upstream', `The server answered with ${type} where an event stream was due.`, {
      status: response.status,
    });
  }
  const queue: UiChunk[] = [];
  const parser = createParser({
    onEvent({ data, id }) {
      if (id !== undefined) onId?.(id);
      if (data !== '[DONE]') queue.push(JSON.parse(data) as UiChunk);
    },
  });
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) throw new Error('The stream ended.');
      parser.feed(decoder.decode(value, { stream: true }));
      for (const chunk of queue.splice(0)) {
        // Many chunks come in one piece: who has left gets none of the rest.
        signal.throwIfAborted();
        yield chunk;
        if (isLast(chunk)) return;
      }
    }
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    throw cause instanceof SyntaxError
      ? new ForewarmError('upstream', 'The server sent an event that is not JSON.', { cause })
      : new ForewarmError(
          'stream-cut',
          'The connection broke off in the middle of the answer; asking again may work.',
          {
            cause,
          },
        );
  } finally {
    reader.cancel().catch(() => null);
  }
}
