import type { AskEvent, CallOptions, Prefix, PrefixRef, Turn } from '@forewarm/core';
import { signed } from '../signTurns.js';
import { type Chunk, toChunks } from '../stream/chunks.js';
import type { KeptAnswer, NewAnswer } from '../resume/answerStore.js';
import type { Arrived, Context } from './context.js';

/** A question for the model. */
export interface Question {
  readonly ref: PrefixRef;
  readonly prefix: Prefix;
  readonly turn: Turn;
  /** Asks it, or gives the answer that everyone gets. */
  readonly open: (call: CallOptions) => AsyncIterable<AskEvent>;
  /** Names the answer, where it is kept. */
  readonly id: string | undefined;
  /** Whether the answer takes the place of one that was lost. */
  readonly restart?: boolean | undefined;
  readonly call?: Pick<CallOptions, 'expectHash' | 'waitedMs'> | undefined;
}

/** The model's work on a question. */
export interface Work {
  readonly begin: () => AsyncGenerator<Chunk, void, undefined>;
  /** Counts the model's signs of life. */
  readonly signs: () => number;
  /** Ends it early. */
  readonly abandon: () => void;
  /**
   * Call it however the work ends; repeated calls do nothing. A worker and a shutdown wait for
   * `copied`, which resolves once other instances can read the end.
   */
  readonly onEnd: (copied?: Promise<void>) => void;
}

/** Prepares the model's work, which a shutdown waits for; `free` is called at its end. */
export function openWork(
  { options, client, streams }: Context,
  { connection }: Arrived,
  { ref, prefix, turn, open, id, restart, call }: Question,
  free: () => void = () => {},
): Work {
  const work = new AbortController();
  const end = fromAnywhere((reason: Error) => work.abort(reason));
  const ended = streams.add(end);
  let complete = (): void => {};
  if (id !== undefined) connection.waitUntil?.(new Promise<void>((resolve) => (complete = resolve)));
  let leave = (): unknown => null;
  let signs = 0;
  return {
    begin() {
      const alive = (): void => void signs++;
      const answer = client.follow(prefix, open, { ...call, signal: work.signal, alive });
      const events = begun(signed(answer, options.signTurns, ref, turn));
      // Where nobody has read to the end; else it changes nothing.
      leave = () => events.return().catch(() => null);
      return toChunks(events, { messageId: id, restart });
    },
    signs: () => signs,
    abandon: () => end(new DOMException('The client left.', 'AbortError')),
    onEnd(copied) {
      free();
      leave();
      const done = (): void => {
        ended();
        complete();
      };
      if (copied) void copied.then(done);
      else done();
    },
  };
}

/** An answer for its reader. */
export interface Delivery {
  readonly answer: KeptAnswer;
  /** Call it when the reader leaves. */
  readonly leave: () => void;
  /** Call it however the reading ends; more than once changes nothing. */
  readonly onEnd: () => void;
}

/** Begins the work and, where answers are kept, keeps it: null where another answer has its id. */
export async function deliver(
  { options: { answers } }: Context,
  request: Request,
  work: Work,
  { id, ...kept }: Pick<NewAnswer, 'owner' | 'asked'> & { readonly id: string | undefined },
): Promise<Delivery | null> {
  const { begin, signs, abandon: leave, onEnd } = work;
  if (!answers || id === undefined) return { answer: { chunks: begin(), signs }, leave, onEnd };
  // A kept answer goes on without its reader for a while, who may only have lost the connection.
  const gone = new AbortController();
  const answer = await answers.keep({ ...work, id, ...kept }, { signal: gone.signal, request });
  if (!answer) onEnd();
  return answer && { answer, leave: () => gone.abort(), onEnd: () => {} };
}

/**
 * Makes a function callable from other requests: in a worker they must not touch this one's signal.
 */
export function fromAnywhere<T>(act: (value: T) => void): (value: T) => void {
  let call!: (value: T) => void;
  void new Promise<T>((resolve) => (call = resolve)).then(act);
  return call;
}

/**
 * Begins at once instead of with the first read: the model works while the response's head is still
 * being written.
 */
function begun<T>(
  source: AsyncGenerator<T, void, undefined>,
): AsyncIterableIterator<T, void> & { return(): Promise<unknown> } {
  let first: Promise<IteratorResult<T, void>> | null = source.next();
  // Told to whoever reads it.
  first.catch(() => null);
  return {
    next() {
      const next = first ?? source.next();
      first = null;
      return next;
    },
    return: () => source.return(),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
