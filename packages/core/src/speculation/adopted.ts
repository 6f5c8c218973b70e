import type { AskEvent, CallOptions } from '../adapter/adapter.js';
import type { Environment } from '../base/environment.js';
import { within } from '../base/wait.js';
import type { OpenAsk } from '../client/ask.js';
import { SpeculativeAnswer } from './SpeculativeAnswer.js';

export interface Adoption {
  readonly environment: Environment;
  readonly open: OpenAsk;
  /** Milliseconds of silence. */
  readonly overdueMs: number;
  /** Called when the early answer is used. */
  readonly onAdopted: (ageMs: number) => void;
}

/** An adopted answer may pause so long: its server must hear of the adoption. */
const PAUSE_MS = 2_000;

/**
 * If the early answer fails or is overdue, also after its first words, asks normally as well; the
 * first to speak wins.
 */
export async function* adopted(
  early: SpeculativeAnswer,
  { environment, open, overdueMs, onAdopted }: Adoption,
  call: CallOptions,
): AsyncGenerator<AskEvent, void, undefined> {
  const ageMs = environment.monotonic() - early.begunAt;
  const rival = (spoken: () => Promise<boolean>, leftMs: number): Promise<AsyncIterable<AskEvent> | null> =>
    raced(early, spoken, open, leftMs, environment, call);
  if (!early.hasSpoken) {
    const asked = await rival(() => early.spoken(), overdueMs - ageMs);
    if (asked) return yield* asked;
  }
  onAdopted(ageMs);
  yield { type: 'adopted', ageMs };
  const events = early.events();
  try {
    for (;;) {
      const next = events.next();
      // Until it continues after its adoption, its request may have been lost before.
      if (call.restarts && !early.goesOn) {
        const asked = await rival(() => next.then(isRight, isWrong), Math.max(overdueMs, PAUSE_MS));
        if (asked) {
          yield { type: 'restart' };
          return yield* asked;
        }
      }
      const { done, value } = await next;
      if (done) return;
      yield value;
    }
  } finally {
    await events.return();
  }
}

const isRight = (): boolean => true;
const isWrong = (): boolean => false;

/** Null if the early answer speaks first. */
async function raced(
  early: SpeculativeAnswer,
  spoken: () => Promise<boolean>,
  open: OpenAsk,
  leftMs: number,
  environment: Environment,
  call: CallOptions,
): Promise<AsyncIterable<AskEvent> | null> {
  const spoke = await within(spoken(), Math.max(0, leftMs), environment);
  if (spoke) return null;
  call.signal?.throwIfAborted();
  if (spoke === false) return open(call);
  const question = new SpeculativeAnswer(open, { environment, parkMs: 0, call });
  const isEarly = await Promise.race([
    spoken().then(async (isIt) => isIt || !(await question.spoken())),
    question.spoken().then(async (isIt) => !isIt && (await spoken())),
  ]);
  call.signal?.throwIfAborted();
  (isEarly ? question : early).discard('silent');
  return isEarly ? null : question.events();
}
