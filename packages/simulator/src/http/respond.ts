import type { Call, Engine, Generation } from '../engine.js';
import { sleep } from '../time/clock.js';
import { pacedBody, type Frame } from './sse.js';

/** Answers with a JSON body once every token has been generated. */
export async function wholeAnswer(
  engine: Engine,
  call: Call,
  generation: Generation,
  body: unknown,
  outputTokens: number,
): Promise<Response> {
  const { clock } = engine.config;
  try {
    await sleep(clock, generation.beganAt + outputTokens * generation.tokenMs - clock.now(), call.request.signal);
  } finally {
    generation.end();
  }
  settle(call, generation, outputTokens);
  return Response.json(body);
}

/** Answers with a stream of events, each sent when it is due. */
export function streamAnswer(
  engine: Engine,
  call: Call,
  generation: Generation,
  frames: readonly Frame[],
  outputTokens: number,
): Response {
  const { clock } = engine.config;
  settle(call, generation, outputTokens);
  const body = pacedBody(frames, {
    clock,
    beganAt: generation.beganAt,
    signal: call.request.signal,
    onEnd: (how) => {
      generation.end();
      if (how === 'cancelled') call.record.aborted = true;
      call.onEnd();
    },
  });
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' },
  });
}

function settle(call: Call, { lookup }: Generation, output: number): void {
  const { uncached, read, write5m, write1h } = lookup;
  call.record.usage = { uncached, read, write5m, write1h, output };
}
