import {
  type AskEvent,
  cacheOutcome,
  type CallOptions,
  type FinishReason,
  ForewarmError,
  type Prefix,
  systemEnvironment,
  type Usage,
} from '@forewarm/core';
import { linkedAbort, within } from '@forewarm/core/kit';
import { notAnAnswer } from './errors.js';
import { inBatches } from './batches.js';
import { drain } from './drain.js';

/** Wait this long, in ms, for counts on a silent connection. */
const COUNTS_MS = 1_000;

/** The figures of a finished answer. */
export interface Ended {
  readonly reason: FinishReason;
  readonly usage: Usage;
  /** Life of the entry read or written, in ms from the start of the ask. */
  readonly ttlMs: number | undefined;
  readonly missReason?: string | undefined;
}

/** Reads one answer's events; keeps counts, never the text. */
export interface AnswerReader<E> {
  /** Converts one event; throws for an error event. */
  read(event: E): AskEvent | null;
  /** The model that answers, once known. */
  readonly model: string | undefined;
  /**
   * `said`: only counts may follow. `over`: the last event has come, so a broken connection no
   * longer matters. Leave it out if the connection's end is the answer's.
   */
  readonly stage?: 'said' | 'over' | undefined;
  /**
   * Returns the figures, and tool calls not yet reported; null if the stream ended before the
   * answer did.
   */
  end(): { readonly calls?: readonly AskEvent[]; readonly ended: Ended } | null;
}

export interface Answering<E> {
  readonly prefix: Prefix;
  readonly options: CallOptions;
  /** Sends the request, which the signal must abort, and gives the events of the answer. */
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<E>>;
  /** Checks the prefix and makes the reader, at the first read. */
  readonly reader: () => AnswerReader<E>;
  /** Converts what was thrown; `begun`: the answer had started. */
  readonly toError: (thrown: unknown, begun: boolean) => ForewarmError;
}

/** The longest text that joined pieces make, in characters. */
const MAX_JOINED = 1_000;

/**
 * Yields an answer's start, its events and its finish; texts that arrive in one read are one event.
 * Calls `alive` for each event. Releases the connection after the protocol's last event. Throws the
 * signal's reason if the signal aborts.
 */
export async function* streamAnswer<E>({
  prefix,
  options: { signal, expectHash, alive },
  open,
  reader: makeReader,
  toError,
}: Answering<E>): AsyncGenerator<AskEvent, void, undefined> {
  const reader = makeReader();
  const drifted = expectHash !== undefined && expectHash !== prefix.hash;
  const start = (): AskEvent => ({ type: 'start', hash: prefix.hash, model: reader.model ?? prefix.model, drifted });
  signal?.throwIfAborted();
  const request = linkedAbort(signal);
  let batches: AsyncIterator<readonly E[]> | undefined;
  let ended = false;
  let begun = false;
  try {
    batches = inBatches(await open(request.signal));
    while (reader.stage !== 'over') {
      const next =
        reader.stage === 'said' ? await within(batches.next(), COUNTS_MS, systemEnvironment) : await batches.next();
      if (next === null) break;
      signal?.throwIfAborted();
      if (next.done) {
        ended = true;
        break;
      }
      next.value.forEach(() => alive?.());
      const { said, thrown } = readBatch(reader, next.value);
      // SDKs may send events before the backend answers.
      if (!begun && (said.length > 0 || reader.model !== undefined)) {
        begun = true;
        yield start();
      }
      for (const event of said) {
        yield event;
        signal?.throwIfAborted();
      }
      if (thrown) throw thrown.error;
    }
    if (reader.stage === 'over') {
      ended = true;
      const read = batches.next.bind(batches);
      void drain({ read, cancel: async () => request.abort() }).finally(request.release);
    }
  } catch (thrown) {
    if (signal?.aborted) throw signal.reason;
    // The answer is complete: ignore the broken connection.
    if (reader.stage === undefined) throw toError(thrown, begun);
  } finally {
    if (!ended) {
      // First: an SDK may wait for the next event before it stops (Bedrock's does).
      request.abort();
      request.release();
      await batches?.return?.().catch(() => null);
    }
  }
  signal?.throwIfAborted();
  const end = reader.end();
  if (!end) throw cutOff(begun);
  if (!begun) yield start();
  if (end.calls) yield* end.calls;
  const { reason, usage, ttlMs, missReason } = end.ended;
  yield { type: 'finish', reason, usage, outcome: cacheOutcome(usage), ttlMs, missReason };
}

/** The events of a batch, up to the protocol's last, and the error that reading it threw. */
function readBatch<E>(
  reader: AnswerReader<E>,
  batch: readonly E[],
): { readonly said: readonly AskEvent[]; readonly thrown?: { readonly error: unknown } } {
  const said: AskEvent[] = [];
  try {
    for (const event of batch) {
      if (reader.stage === 'over') break;
      const read = reader.read(event);
      if (!read) continue;
      const last = said.at(-1);
      if (read.type === 'text' && last?.type === 'text' && last.text.length + read.text.length <= MAX_JOINED) {
        said[said.length - 1] = { type: 'text', text: last.text + read.text };
      } else said.push(read);
    }
    return { said };
  } catch (error) {
    return { said, thrown: { error } };
  }
}

function cutOff(begun: boolean): ForewarmError {
  if (begun) return new ForewarmError('stream-cut', 'The answer broke off before its end; asking again may work.');
  return notAnAnswer(undefined);
}
