import type { AskEvent, CallOptions } from '../adapter/adapter.js';
import { ForewarmError, streamCut } from '../base/errors.js';
import { AskRecord } from './AskRecord.js';
import type { ClientContext } from './context.js';
import { joinWarm } from './joinWarm.js';
import type { PrefixEntry } from './prefixEntry.js';
import { type Watch, watch } from './waiting.js';

export type OpenAsk = (options: CallOptions) => AsyncIterable<AskEvent>;

/** Joins as the policy says, then streams and measures. */
export async function* measuredAsk(
  context: ClientContext,
  entry: PrefixEntry,
  open: OpenAsk,
  options: CallOptions,
): AsyncGenerator<AskEvent, void, undefined> {
  const { policy, environment } = context;
  const { signal, expectHash, alive, restarts } = options;
  signal?.throwIfAborted();
  const record = new AskRecord(context, entry);
  /** Null while it waits for a warm. */
  let life: Watch | null = null;
  try {
    const join = yield* joinWarm(context, entry, options, record.submittedAt);
    record.start(expectHash, join);
    const silence = `The backend sent nothing for ${policy.askTimeoutMs} ms; asking again may work.`;
    const backend = watch(policy.askTimeoutMs, environment, () => new ForewarmError('timeout', silence), signal);
    life = backend;
    const call: CallOptions = {
      signal: backend.signal,
      expectHash: record.expectHash,
      waitedMs: join.waitedMs,
      restarts,
      // Any arrival counts: a tool's input becomes an event only when complete.
      alive() {
        backend.alive();
        alive?.();
      },
    };
    for await (const event of open(call)) {
      backend.alive();
      yield record.note(event);
    }
    if (record.isOver) return;
    throw streamCut();
  } catch (thrown) {
    if (!life || record.isOver) throw thrown;
    if (signal?.aborted) throw signal.reason;
    // The abort's reason, not the adapter's.
    throw record.fail(life.signal.aborted ? life.signal.reason : thrown);
  } finally {
    life?.clear();
    if (life) entry.settle({ type: 'ask-ended' });
    if (!record.isOver) record.stop(life === null);
  }
}
