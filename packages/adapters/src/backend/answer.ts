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

/**
 * How long counts may come after the last word of an answer, in milliseconds, where a connection
 * stays open and silent.
 */
const COUNTS_MS = 1_000;

/** What a whole answer came to. */
export interface Ended {
  readonly reason: FinishReason;
  readonly usage: Usage;
  /**
   * How long the entry lives that was read or written, in milliseconds from the start of the ask.
   */
  readonly ttlMs: number | undefined;
  readonly missReason?: string | undefined;
}

/**
 * Reads one answer of an API, event by event, into the kit's terms; keeps counts, never the text.
 */
export interface AnswerReader<E> {
  /** What an event says; throws for an error among the events. */
  read(event: E): AskEvent | null;
  /** The model that answers, once it is known. */
  readonly model: string | undefined;
  /**
   * How far it has come: `said` once all of it was told and only counts may follow, `over` after
   * the protocol's last event. Then it is complete, whatever becomes of the connection. Left out:
   * the end of the connection is its end.
   */
  readonly stage?: 'said' | 'over' | undefined;
  /**
   * What it came to; null where the stream ended before the answer did. Tools called that no event
   * has told are told now.
   */
  end(): { readonly calls?: readonly AskEvent[]; readonly ended: Ended } | null;
}

export interface Answering<E> {
  readonly prefix: Prefix;
  readonly options: CallOptions;
  /** Sends the request, which the signal must end, and gives the events of its answer. */
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<E>>;
  readonly reader: AnswerReader<E>;
  /** What was thrown as the kit's error; `begun` says whether the answer had. */
  readonly toError: (thrown: unknown, begun: boolean) => ForewarmError;
}

/**
 * The answer to an ask: its start, what the reader reads, its finish. Calls `alive` for each event,
 * told or not. Lets the connection go after the protocol's last event. Throws the signal's reason
 * once that has ended it.
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
      // An SDK may send events of its own before the backend has said a word.
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
    // Complete already: what became of the connection after it changes nothing.
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
