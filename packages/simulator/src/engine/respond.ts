import type { Draft } from '../answer/draft.js';
import type { Prompt } from '../cache/prompt.js';
import type { Lookup } from '../cache/promptCache.js';
import { breakFrames } from '../faults/apply.js';
import { pacedBody, type Frame } from '../http/sse.js';
import { sleep } from '../time/clock.js';
import type { Call, Engine, Generation } from './engine.js';
import type { ModelSpec } from './models.js';
import type { Config } from './options.js';
import type { RecordedUsage } from './records.js';

/** The figures that an answer reports. */
export interface Reported extends RecordedUsage {
  /** Which figures of the cache are reported. */
  readonly cache: Config['reportCache'];
  /** When the last token is there, in milliseconds since the epoch. */
  readonly endsAt: number;
}

/** An answer before it is generated, and how its API words it. */
export interface Answer {
  readonly model: ModelSpec;
  readonly prompt: Prompt;
  readonly draft: Draft;
  readonly stream: boolean | null | undefined;
  /** Its JSON body. */
  whole(reported: Reported): unknown;
  /** The same as a stream of events. */
  frames(reported: Reported): readonly Frame[];
  /** The event that says that the API is overloaded. */
  readonly errorEvent: string;
}

/** Generates an answer: a stream of events, each sent when it is due, or one body at the end. */
export async function respond(engine: Engine, call: Call, answer: Answer): Promise<Response> {
  const { clock, reportCache } = engine.config;
  const { prompt, model, draft } = answer;
  const generation = await engine.begin(call, prompt, model, draft.outputTokens);
  const endsAt = generation.beganAt + draft.outputTokens * generation.tokenMs;
  if (!answer.stream) {
    await sleep(clock, endsAt - clock.now(), call.request.signal).finally(generation.end);
  }
  const usage = usageOf(generation.lookup, draft.outputTokens);
  call.record.usage = usage;
  const reported: Reported = {
    ...(call.faults['wrong-usage'] ? falsify(usage) : usage),
    cache: call.faults['no-cache-figures'] ? 'none' : reportCache,
    endsAt,
  };
  return answer.stream
    ? streamed(engine, call, answer.frames(reported), answer.errorEvent, generation)
    : whole(engine, call, JSON.stringify(answer.whole(reported)));
}

function streamed(
  engine: Engine,
  call: Call,
  frames: readonly Frame[],
  errorEvent: string,
  { beganAt, tokenMs, end }: Generation,
): Response {
  const body = pacedBody(breakFrames(frames, call.faults, errorEvent), {
    clock: engine.config.clock,
    beganAt,
    tokenMs,
    signal: call.request.signal,
    onEnd: (how) => {
      end();
      if (how === 'cancelled') call.record.aborted = true;
      call.onEnd();
    },
  });
  const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };
  return new Response(body, { headers });
}

function whole({ config: { clock } }: Engine, { faults, request: { signal } }: Call, text: string): Response {
  const headers = { 'content-type': 'application/json' };
  if (!faults.cut) return new Response(text, { headers });
  const half: Frame[] = [
    { text: text.slice(0, text.length / 2), after: 0 },
    { text: '', after: 0, ends: 'broken' },
  ];
  const pace = { clock, beganAt: clock.now(), tokenMs: 0, signal, onEnd: () => undefined };
  return new Response(pacedBody(half, pace), { headers });
}

function usageOf({ uncached, read, write, writes }: Lookup, output: number): RecordedUsage {
  return { uncached, read, write, writes, output };
}

// Figures that cannot be: more is read than the prompt holds, and nothing is generated.
function falsify({ uncached, read, write }: RecordedUsage): RecordedUsage {
  return { read: (uncached + read + write) * 2, uncached: 0, write: 0, writes: {}, output: 0 };
}
