import type { AskEvent, ForewarmPart } from '@forewarm/core';
import { toErrorBody } from './responses.js';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  // nginx would hold the stream back otherwise.
  'x-accel-buffering': 'no',
  'x-vercel-ai-ui-message-stream': 'v1',
};

/** The one text part of an answer. */
const TEXT_ID = '0';

/**
 * An answer as an AI SDK UI message stream with the kit's figures in `data-forewarm` parts. Pulls from the model only as fast as the client reads;
 * `onGone` is called when the client leaves before the end.
 */
export function answerStream(events: AsyncIterable<AskEvent>, onGone: () => void): Response {
  const chunks = toChunks(events);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      onGone();
      await chunks.return();
    },
  });
  return new Response(body, { headers: HEADERS });
}

async function* toChunks(events: AsyncIterable<AskEvent>): AsyncGenerator<string, void, undefined> {
  let part: ForewarmPart = {};
  let open = false;
  const forewarm = (more: ForewarmPart): string => {
    part = { ...part, ...more };
    return chunk({ type: 'data-forewarm', id: 'forewarm', data: part });
  };
  // At once, so that a person's connection is known to stand while the model reads.
  yield chunk({ type: 'start' });
  try {
    for await (const event of events) {
      if (event.type === 'text') {
        const delta = chunk({ type: 'text-delta', id: TEXT_ID, delta: event.text });
        yield open ? delta : chunk({ type: 'text-start', id: TEXT_ID }) + delta;
        open = true;
      } else if (event.type === 'start') {
        const { hash, model, drifted, waitedMs } = event;
        yield forewarm({ hash, model, drifted, waitedMs });
      } else if (event.type === 'finish') {
        const { usage, outcome, ttlMs, reason } = event;
        const end = open ? chunk({ type: 'text-end', id: TEXT_ID }) : '';
        open = false;
        yield end + forewarm({ usage, outcome, ttlMs, reason }) + chunk({ type: 'finish', finishReason: reason });
      }
    }
  } catch (thrown) {
    const error = toErrorBody(thrown);
    const end = open ? chunk({ type: 'text-end', id: TEXT_ID }) : '';
    yield end + forewarm({ error }) + chunk({ type: 'error', errorText: error.message });
  }
  yield 'data: [DONE]\n\n';
}

function chunk(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
