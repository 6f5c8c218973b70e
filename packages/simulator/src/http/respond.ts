import type { Call, Engine, Generation } from '../engine.js';
import { breakFrames } from '../faults/apply.js';
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
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json' };
  if (!call.faults.cut) return new Response(text, { headers });
  const frames: Frame[] = [
    { text: text.slice(0, text.length / 2), at: 0 },
    { text: '', at: 0, ends: 'broken' },
  ];
  const { signal } = call.request;
  return new Response(pacedBody(frames, { clock, beganAt: clock.now(), signal, onEnd: () => undefined }), { headers });
}

/** Answers with a stream of events, each sent when it is due; `errorEvent` is how the wire says that it is overloaded. */
export function streamAnswer(
  engine: Engine,
  call: Call,
  generation: Generation,
  answer: { readonly frames: readonly Frame[]; readonly errorEvent: string; readonly outputTokens: number },
): Response {
  settle(call, generation, answer.outputTokens);
  const body = pacedBody(breakFrames(answer.frames, call.faults, answer.errorEvent), {
    clock: engine.config.clock,
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
  const { uncached, read, write, writes } = lookup;
  call.record.usage = { uncached, read, write, writes, output };
}
