import type { Draft } from '../answer/draft.js';
import type { Prompt } from '../cache/prompt.js';
import { breakFrames } from '../faults/apply.js';
import type { Faults } from '../faults/plan.js';
import { pacedBody, type Frame, type Pace } from '../http/sse.js';
import { sleep } from '../time/clock.js';
import { timeToFirstToken } from '../time/latency.js';
import type { Call, Engine } from './engine.js';
import type { ModelSpec } from './models.js';
import type { Config } from './options.js';
import type { RecordedUsage } from './records.js';

export interface Reported extends RecordedUsage {
  readonly cache: Config['reportCache'];
}

export interface Answer {
  readonly model: ModelSpec;
  readonly prompt: Prompt;
  readonly draft: Draft;
  readonly stream: boolean | null | undefined;
  whole(reported: Reported): unknown;
  frames(reported: Reported): readonly Frame[];
  readonly errorEvent: string;
}

/**
 * Waits for queue and prefill, makes writes readable, then answers with a paced stream or a body.
 */
export async function respond(engine: Engine, call: Call, answer: Answer): Promise<Response> {
  const { clock, latency, timeScale, reportCache } = engine.config;
  const { record, faults, request } = call;
  const { prompt, draft } = answer;
  const { signal } = request;
  const slow = timeScale * (faults.slow ? (faults.slow.factor ?? 10) : 1);
  // Drawn on arrival, so that timing doesn't matter.
  const [prefillPace, tokenPace] = [engine.jitter() * slow, engine.jitter() * slow];
  const restartMs = faults.cold ? (faults.cold.delayMs ?? 1000) * timeScale : 0;
  const tokenMs = latency.decodeMsPerToken * tokenPace;
  const leave = await engine.queue.enter(signal);
  try {
    const lookup = engine.admit(call, prompt, answer.model, draft.outputTokens);
    const prefillMs = timeToFirstToken(latency, prompt.tokens - lookup.read, lookup.read) * prefillPace;
    await sleep(clock, restartMs + prefillMs, signal);
    lookup.commit();
    const beganAt = clock.now();
    record.beganAt = beganAt;
    if (!answer.stream) await sleep(clock, draft.outputTokens * tokenMs, signal);
    const { uncached, read, write, writes } = lookup;
    record.usage = { uncached, read, write, writes, output: draft.outputTokens };
    const reported = report(record.usage, faults, reportCache);
    if (!answer.stream) {
      leave();
      return whole(JSON.stringify(answer.whole(reported)), faults, { clock, signal });
    }
    const frames = breakFrames(answer.frames(reported), faults, answer.errorEvent);
    const onEnd: Pace['onEnd'] = (how) => {
      leave();
      if (how === 'cancelled') record.aborted = true;
      call.onEnd();
    };
    return new Response(pacedBody(frames, { clock, beganAt, tokenMs, signal, onEnd }), {
      headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' },
    });
  } catch (error) {
    leave();
    throw error;
  }
}

// `wrong-usage` reads more than the prompt holds.
function report(usage: RecordedUsage, faults: Faults, cache: Reported['cache']): Reported {
  const { uncached, read, write } = usage;
  const wrong = { read: (uncached + read + write) * 2, uncached: 0, write: 0, writes: {}, output: 0 };
  return { ...(faults['wrong-usage'] ? wrong : usage), cache: faults['no-cache-figures'] ? 'none' : cache };
}

function whole(text: string, { cut }: Faults, timing: Pick<Pace, 'clock' | 'signal'>): Response {
  const half: Frame[] = [
    { text: text.slice(0, text.length / 2), after: 0 },
    { text: '', after: 0, ends: 'broken' },
  ];
  const pace = { ...timing, beganAt: 0, tokenMs: 0, onEnd: () => undefined };
  return new Response(cut ? pacedBody(half, pace) : text, { headers: { 'content-type': 'application/json' } });
}
