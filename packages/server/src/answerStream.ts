import { type AskEvent, toUiChunks } from '@forewarm/core';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  // nginx would hold the stream back otherwise.
  'x-accel-buffering': 'no',
  'x-vercel-ai-ui-message-stream': 'v1',
};

/**
 * An answer as an AI SDK UI message stream with the kit's figures in `data-forewarm` parts. Pulls from the model only as fast as the client reads;
 * `onGone` is called when the client leaves before the end.
 */
export function answerStream(events: AsyncIterable<AskEvent>, onGone: () => void): Response {
  const chunks = toUiChunks(events);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      const data = done ? '[DONE]' : JSON.stringify(value);
      controller.enqueue(encoder.encode(`data: ${data}\n\n`));
      if (done) controller.close();
    },
    async cancel() {
      onGone();
      await chunks.return();
    },
  });
  return new Response(body, { headers: HEADERS });
}
