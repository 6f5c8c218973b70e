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
    return Promise.resolve(this.#look());
  }

  return(): Promise<Result> {
    this.#leave();
    return Promise.resolve(OVER);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  readonly #look = (): Result | Promise<Result> => {
    try {
      const events = this.#signal.aborted || this.#state === 'over' ? null : this.#log.take(this.had);
      if (events?.length === 0) return new Promise<void>((resolve) => (this.wake = resolve)).then(this.#look);
      if (events === null) this.#leave();
      else this.#given += events.length;
      return events ? { done: false, value: events } : OVER;
    } catch (thrown) {
      this.#leave();
      return Promise.reject(thrown);
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
    this.wake();
  }
}
