import type { AskEvent, CallOptions } from '../adapter/adapter.js';
import type { Environment } from '../base/environment.js';
import { within } from '../base/wait.js';
import type { OpenAsk } from '../client/ask.js';
import { SpeculativeAnswer } from './SpeculativeAnswer.js';

export interface Adoption {
  readonly environment: Environment;
  /** Asks the question as if nothing had been begun. */
  readonly open: OpenAsk;
  /** How long after its beginning a silent answer is overdue, in milliseconds. */
  readonly overdueMs: number;
  /** Called once the answer begun before turns out to be the one. */
  readonly onAdopted: (ageMs: number) => void;
}

/**
 * The answer to a question for which one was begun before, and adopted with `call`. Where that one
 * fails, or is overdue without a word, the question is asked as if nothing had been begun; the
 * first of the two to speak is the answer.
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
    // One that has gone on since breaks off as any answer does; one that had been lost by then is
    // none.
    if (early.goesOn || !call.restarts || call.signal?.aborted) throw thrown;
  }
  yield { type: 'restart' };
  yield* open(call);
}

/**
 * The question asked by itself, where the answer begun before says nothing, or only later; else
 * null.
 */
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
