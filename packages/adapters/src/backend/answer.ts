import {
  type AskEvent,
  cacheOutcome,
  type CallOptions,
  type FinishReason,
  ForewarmError,
  type Prefix,
  type Usage,
} from '@forewarm/core';
import { notAnAnswer } from './errors.js';

/** What a whole answer came to. */
export interface Ended {
  readonly reason: FinishReason;
  readonly usage: Usage;
  /** How long the entry lives that was read or written, in milliseconds from the start of the ask. */
  readonly ttlMs: number | undefined;
  readonly missReason?: string | undefined;
}

/** Reads one answer of an API, event by event, into the kit's terms; keeps counts, never the text. */
export interface AnswerReader<E> {
  /** What an event says; throws for an error among the events. */
  read(event: E): AskEvent | null;
  /** The model that answers, once it is known. */
  readonly model: string | undefined;
  /** What it came to; null where the stream ended before the answer did. Tools called that no event has told are told now. */
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

/** The answer to an ask: its start, what the reader reads, its finish. Throws the signal's reason once that has ended it. */
export async function* streamAnswer<E>({
  prefix,
  options: { signal, expectHash },
  open,
  reader,
  toError,
}: Answering<E>): AsyncGenerator<AskEvent, void, undefined> {
  const drifted = expectHash !== undefined && expectHash !== prefix.hash;
  const start = (): AskEvent => ({ type: 'start', hash: prefix.hash, model: reader.model ?? prefix.model, drifted });
  const left = new AbortController();
  let begun = false;
  try {
    signal?.throwIfAborted();
    const events = await open(signal ? AbortSignal.any([signal, left.signal]) : left.signal);
    for await (const event of leaving(events, left)) {
      signal?.throwIfAborted();
      const said = reader.read(event);
      // An SDK may send events of its own before the backend has said a word.
      if (!begun && (said || reader.model !== undefined)) {
        begun = true;
        yield start();
      }
      if (said) yield said;
    }
  } catch (thrown) {
    throw signal?.aborted ? signal.reason : toError(thrown, begun);
  }
  signal?.throwIfAborted();
  const end = reader.end();
  if (!end) throw cutOff(begun);
  if (!begun) yield start();
  if (end.calls) yield* end.calls;
  const { reason, usage, ttlMs, missReason } = end.ended;
  yield { type: 'finish', reason, usage, outcome: cacheOutcome(usage), ttlMs, missReason };
}

/** The same events, whose request is ended by leaving them: an SDK may want to see the next event before it lets go (Bedrock's does). */
function leaving<E>(events: AsyncIterable<E>, left: AbortController): AsyncIterable<E> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = events[Symbol.asyncIterator]();
      return {
        next: () => iterator.next(),
        async return() {
          left.abort();
          // What it says of being ended is of no interest to whoever has left.
          await iterator.return?.().catch(() => null);
          return { done: true, value: undefined };
        },
      };
    },
  };
}

function cutOff(begun: boolean): ForewarmError {
  if (begun) return new ForewarmError('stream-cut', 'The answer broke off before its end; asking again may work.');
  return notAnAnswer(undefined);
}
