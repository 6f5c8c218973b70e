import type { AskEvent, CallOptions } from '../adapter/adapter.js';
import type { Environment } from '../base/environment.js';
import { within } from '../base/wait.js';
import type { OpenAsk } from '../client/ask.js';
import { SpeculativeAnswer } from './SpeculativeAnswer.js';

export interface Adoption {
  readonly environment: Environment;
  /** Asks the question normally. */
  readonly open: OpenAsk;
  /** After this many milliseconds of silence the answer is overdue. */
  readonly overdueMs: number;
  /** Called when the early answer is the one used. */
  readonly onAdopted: (ageMs: number) => void;
}

/**
 * The answer after adoption with `call`. If it fails or is overdue without text, asks normally as
 * well; the first to speak is the answer.
 */
export async function* adopted(
  early: SpeculativeAnswer,
  { environment, open, overdueMs, onAdopted }: Adoption,
  call: CallOptions,
): AsyncGenerator<AskEvent, void, undefined> {
  const ageMs = environment.monotonic() - early.begunAt;
  if (!early.hasSpoken) {
    const asked = await raced(early, open, overdueMs - ageMs, environment, call);
    if (asked) return yield* asked;
  }
  onAdopted(ageMs);
  yield { type: 'adopted', ageMs };
  try {
    return yield* early.events();
  } catch (thrown) {
    // Continued after adoption: a normal break. Else its request was lost before.
    if (early.goesOn || !call.restarts || call.signal?.aborted) throw thrown;
  }
  yield { type: 'restart' };
  yield* open(call);
}

/** The normally asked question, if the early answer stays silent or is later; else null. */
async function raced(
  early: SpeculativeAnswer,
  open: OpenAsk,
  leftMs: number,
  environment: Environment,
  call: CallOptions,
): Promise<AsyncIterable<AskEvent> | null> {
  const spoke = await within(early.spoken(), Math.max(0, leftMs), environment);
  if (spoke) return null;
  call.signal?.throwIfAborted();
  if (spoke === false) return open(call);
  const question = new SpeculativeAnswer(open, { environment, parkMs: 0, call });
  const isEarly = await Promise.race([
    early.spoken().then(async (spoken) => spoken || !(await question.spoken())),
    question.spoken().then(async (spoken) => !spoken && (await early.spoken())),
  ]);
  call.signal?.throwIfAborted();
  (isEarly ? question : early).discard('silent');
  return isEarly ? null : question.events();
}
