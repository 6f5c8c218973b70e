import type { AskEvent, CallOptions, Prefix, PrefixRef, Turn } from '@forewarm/core';
import { signed } from '../signTurns.js';
import { type Chunk, toChunks } from '../stream/chunks.js';
import type { KeptAnswer, NewAnswer } from '../resume/answerStore.js';
import type { Arrived, Context } from './context.js';

export interface Question {
  readonly ref: PrefixRef;
  readonly prefix: Prefix;
  readonly turn: Turn;
  readonly open: (call: CallOptions) => AsyncIterable<AskEvent>;
  /** Only of a kept answer. */
  readonly id: string | undefined;
  /** Replaces a lost answer. */
  readonly restart?: boolean | undefined;
  readonly call?: Pick<CallOptions, 'expectHash' | 'waitedMs'> | undefined;
}

export interface Work {
  readonly begin: () => AsyncGenerator<Chunk, void, undefined>;
  readonly signs: () => number;
  readonly abandon: () => void;
  /**
   * Only the first call counts. `copied` resolves when other instances can read the end; workers
   * and shutdowns wait for it.
   */
  readonly onEnd: (copied?: Promise<void>) => void;
}

/** Prepares work that a shutdown waits for; calls `free` at its end. */
export function openWork(
  { options, client, streams }: Context,
  { connection }: Arrived,
  { ref, prefix, turn, open, id, restart, call }: Question,
  free: () => void = () => {},
): Work {
  const work = new AbortController();
  const end = fromAnywhere((reason: Error) => work.abort(reason));
  const { environment, policy } = client;
  let signs = 0;
  let seen = { signs, at: environment.monotonic() };
  // Silent for longer, it has ended: a worker may drop a request.
  const ended = streams.add(end, () => {
    const at = environment.monotonic();
    if (signs !== seen.signs) seen = { signs, at };
    return at - seen.at < policy.askTimeoutMs;
  });
  let complete = (): void => {};
  if (id !== undefined) connection.waitUntil?.(new Promise<void>((resolve) => (complete = resolve)));
  let leave = (): unknown => null;
  return {
    begin() {
      const alive = (): void => void signs++;
      const answer = client.follow(prefix, open, { ...call, signal: work.signal, alive });
      const events = begun(signed(answer, options.signTurns, ref, turn));
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

export interface Delivery {
  readonly answer: KeptAnswer;
  readonly leave: () => void;
  /** Only the first call counts. */
  readonly onEnd: () => void;
}

/** Keeps the work if answers are kept; null if the id is taken. */
export async function deliver(
  { options: { answers } }: Context,
  request: Request,
  work: Work,
  { id, ...kept }: Pick<NewAnswer, 'owner' | 'asked'> & { readonly id: string | undefined },
): Promise<Delivery | null> {
  const { begin, signs, abandon: leave, onEnd } = work;
  if (!answers || id === undefined) return { answer: { chunks: begin(), signs }, leave, onEnd };
  // A kept answer continues: the reader may only have lost the connection.
  const gone = new AbortController();
  let answer: KeptAnswer | null = null;
  try {
    answer = await answers.keep({ ...work, id, ...kept }, { signal: gone.signal, request });
  } finally {
    if (!answer) onEnd();
  }
  return answer && { answer, leave: () => gone.abort(), onEnd: () => {} };
}

/** Other requests may call the result: in a worker they must not touch this one's signal. */
export function fromAnywhere<T>(act: (value: T) => void): (value: T) => void {
  let call!: (value: T) => void;
  void new Promise<T>((resolve) => (call = resolve)).then(act);
  return call;
}

/** Begins at once: the model works while the head is written. */
function begun<T>(
  source: AsyncGenerator<T, void, undefined>,
): AsyncIterableIterator<T, void> & { return(): Promise<unknown> } {
  let first: Promise<IteratorResult<T, void>> | null = source.next();
  // The reader gets it.
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
