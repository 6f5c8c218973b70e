import type { AskEvent, CallOptions } from '../adapter/adapter.js';
import { AskMeasure } from './askMeasure.js';
import type { ClientContext } from './context.js';
import { joinWarm } from './joinWarm.js';
import type { PrefixEntry } from './prefixEntry.js';

/** Opens the answer's stream. */
export type OpenAsk = (options: CallOptions) => AsyncIterable<AskEvent>;

/** Waits for a warm in flight as the policy says, then streams the answer and measures it. */
export async function* measuredAsk(
  context: ClientContext,
  entry: PrefixEntry,
  open: OpenAsk,
  options: CallOptions,
): AsyncGenerator<AskEvent, void, undefined> {
  options.signal?.throwIfAborted();
  const measure = new AskMeasure(context, entry, options);
  try {
    const call = measure.begin(yield* joinWarm(context, entry, options, measure.submittedAt));
    for await (const event of open(call)) yield measure.note(event);
    measure.end();
  } catch (thrown) {
    throw measure.fail(thrown);
  } finally {
    measure.close();
  }
}
