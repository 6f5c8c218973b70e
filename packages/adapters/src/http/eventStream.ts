import { type FinishReason, ForewarmError, type ForewarmPart } from '@forewarm/core';
import { createParser } from 'eventsource-parser';

/** The chunks of an AI SDK UI message stream that are read; all others are passed over. */
export type StreamChunk =
  | { readonly type: 'text-delta'; readonly delta: string }
  | { readonly type: 'data-forewarm'; readonly data: ForewarmPart }
  | { readonly type: 'error'; readonly errorText: string }
  | { readonly type: 'finish'; readonly finishReason?: FinishReason };

/** The chunks of an answer as they come in. Leaving the loop closes the connection. */
export async function* readEventStream(
  response: Response,
  signal: AbortSignal | undefined,
): AsyncGenerator<StreamChunk> {
  const type = response.headers.get('content-type') ?? 'no content type';
  if (!response.body || !type.startsWith('text/event-stream')) {
    throw new ForewarmError('upstream', `The server answered with ${type} where an event stream was due.`, {
      status: response.status,
    });
  }
  const queue: StreamChunk[] = [];
  const parser = createParser({
    onEvent({ data }) {
      if (data !== '[DONE]') queue.push(JSON.parse(data) as StreamChunk);
    },
  });
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      yield* queue.splice(0);
    }
  } catch (thrown) {
    if (signal?.aborted) throw signal.reason;
    if (thrown instanceof SyntaxError)
      throw new ForewarmError('upstream', 'The server sent an event that is not JSON.', { cause: thrown });
    const message = 'The connection broke off in the middle of the answer; asking again may work.';
    throw new ForewarmError('stream-cut', message, { cause: thrown });
  } finally {
    reader.cancel().catch(() => null);
  }
}
