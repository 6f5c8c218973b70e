import type { Chunk, Chunks } from '../stream/chunks.js';
import type { AnswerLog } from './answerLog.js';

type Result = IteratorResult<Chunk, void>;
const OVER: Result = { done: true, value: undefined };

/**
 * For one consumer that awaits each result. No generator: it would add promises to each word's way.
 */
export class LogReader implements Chunks {
  /** The last event dealt with. */
  had: number;
  readonly #log: AnswerLog;
  readonly #signal: AbortSignal;
  #given: number;
  #state: 'new' | 'reading' | 'over' = 'new';
  #waiting: { readonly resolve: (result: Result) => void; readonly reject: (reason: unknown) => void } | null = null;
  /** Looks again, by a promise: in a worker, another request may call it. */
  wake = (): void => {};

  constructor(log: AnswerLog, after: number, signal: AbortSignal) {
    this.had = this.#given = after;
    this.#log = log;
    this.#signal = signal;
  }

  next(): Promise<Result> {
    if (this.#state === 'over') return Promise.resolve(OVER);
    if (this.#state === 'new') this.#begin();
    this.had = this.#given;
    this.#log.noteRead();
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#look();
    });
  }

  return(): Promise<Result> {
    this.#leave();
    return Promise.resolve(OVER);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  readonly #look = (): void => {
    const waiting = this.#waiting;
    if (!waiting) return;
    if (this.#signal.aborted) return this.#leave();
    try {
      const events = this.#log.take(this.had);
      if (events === null) return this.#leave();
      if (events.length === 0) {
        void new Promise<void>((resolve) => (this.wake = resolve)).then(this.#look);
        return;
      }
      this.#waiting = null;
      this.#given += events.length;
      waiting.resolve({ done: false, value: events });
    } catch (thrown) {
      this.#waiting = null;
      this.#leave();
      waiting.reject(thrown);
    }
  };

  readonly #onAbort = (): void => this.wake();

  #begin(): void {
    this.#state = 'reading';
    this.#signal.addEventListener('abort', this.#onAbort, { once: true });
    this.#log.enter(this);
  }

  #leave(): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#log.leave(this);
    this.#waiting?.resolve(OVER);
    this.#waiting = null;
  }
}
