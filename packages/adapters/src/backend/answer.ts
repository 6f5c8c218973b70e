import {
  type AskEvent,
  cacheOutcome,
  type CallOptions,
  type FinishReason,
  ForewarmError,
  type Prefix,
  type Usage,
} from '@forewarm/core';
import { linkedAbort } from '@forewarm/core/kit';
import { notAnAnswer } from './errors.js';
import { letGo, leave, within } from './lettingGo.js';

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
  readonly reader: AnswerReader<E>;
  /** Converts what was thrown; `begun`: the answer had started. */
  readonly toError: (thrown: unknown, begun: boolean) => ForewarmError;
}

/**
 * Yields an answer's start, its events and its finish. Calls `alive` for each event of the backend.
 * Releases the connection after the protocol's last event. Throws the signal's reason if the signal
 * aborts.
 */
export async function* streamAnswer<E>({
  prefix,
  options: { signal, expectHash, alive },
  open,
  reader,
  toError,
}: Answering<E>): AsyncGenerator<AskEvent, void, undefined> {
  const drifted = expectHash !== undefined && expectHash !== prefix.hash;
  const start = (): AskEvent => ({ type: 'start', hash: prefix.hash, model: reader.model ?? prefix.model, drifted });
  signal?.throwIfAborted();
  const request = linkedAbort(signal);
  let events: AsyncIterator<E> | undefined;
  let ended = false;
  let begun = false;
  try {
    events = (await open(request.signal))[Symbol.asyncIterator]();
    while (reader.stage !== 'over') {
      const next = reader.stage === 'said' ? await within(events.next(), COUNTS_MS) : await events.next();
      if (next === null) break;
      signal?.throwIfAborted();
      if (next.done) {
        ended = true;
        break;
      }
      alive?.();
      const said = reader.read(next.value);
      // SDKs may send events before the backend answers.
      if (!begun && (said || reader.model !== undefined)) {
        begun = true;
        yield start();
      }
      if (said) yield said;
    }
    if (reader.stage === 'over') {
      ended = true;
      letGo(events, request);
    }
  } catch (thrown) {
    if (signal?.aborted) throw signal.reason;
    // The answer is complete: ignore the broken connection.
    if (reader.stage === undefined) throw toError(thrown, begun);
  } finally {
    if (!ended) await leave(events, request);
  }
  signal?.throwIfAborted();
  const end = reader.end();
  if (!end) throw cutOff(begun);
  if (!begun) yield start();
  if (end.calls) yield* end.calls;
  const { reason, usage, ttlMs, missReason } = end.ended;
  yield { type: 'finish', reason, usage, outcome: cacheOutcome(usage), ttlMs, missReason };
}

function cutOff(begun: boolean): ForewarmError {
  if (begun) return new ForewarmError('stream-cut', 'The answer broke off before its end; asking again may work.');
  return notAnAnswer(undefined);
}
