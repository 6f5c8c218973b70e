import { type Environment, ForewarmError } from '@forewarm/core';
import type { Chunk, Chunks } from './chunks.js';

/** Keeps a proxy from closing the connection; `alive` if the model sent something since. */
const SILENT = ':\n\n';
const ALIVE = ':alive\n\n';

export interface AnswerReaderOptions {
  readonly environment: Environment;
  /** Held whole: Node lets go a signal whose request nobody holds. */
  readonly request: Request;
  readonly heartbeatMs: number;
  readonly signs: () => number;
  readonly stallMs: number;
  /** The client left early, or took nothing for too long. */
  readonly onGone: () => void;
  /** However it ends, perhaps twice. */
  readonly onEnd: () => void;
}

/**
 * Reads one chunk ahead, with heartbeats. One timer per answer: one per word costs more than the
 * rest.
 */
export class AnswerReader {
  readonly #chunks: Chunks;
  readonly #options: AnswerReaderOptions;
  #ready = '';
  #state: 'open' | 'ended' | { readonly thrown: unknown } = 'open';
  #isReading = false;
  #waiting: ((text: string | null | Promise<never>) => void) | null = null;
  /** Nothing has come, or what came waits: monotonic. */
  #since: number;
  #clearTimer = (): void => {};
  #told: number;

  constructor(chunks: Chunks, options: AnswerReaderOptions) {
    const { environment, request, signs } = options;
    this.#chunks = chunks;
    this.#options = options;
    this.#told = signs();
    this.#since = environment.monotonic();
    // An aborted request's stream may never be read, and so never end.
    request.signal.addEventListener('abort', this.#leave, { once: true });
    this.#watch();
    // The client disconnected while we were authenticating it: stop here.
    if (request.signal.aborted) this.#leave();
    this.#readAhead();
  }

  /** Waits if nothing has come; null at the end. One at a time. */
  read(): Promise<string | null> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#give();
    });
  }

  async cancel(): Promise<void> {
    this.#leave();
    await this.#chunks.return();
  }

  #give(): void {
    const waiting = this.#waiting;
    if (!waiting || (this.#ready === '' && this.#state === 'open')) return;
    this.#waiting = null;
    if (this.#ready !== '') {
      waiting(this.#ready);
      this.#ready = '';
      this.#since = this.#options.environment.monotonic();
      this.#readAhead();
    } else if (typeof this.#state === 'object') waiting(Promise.reject(this.#state.thrown));
    else waiting(null);
  }

  #readAhead(): void {
    if (this.#isReading || this.#state !== 'open') return;
    this.#isReading = true;
    this.#chunks.next().then(this.#onResult, this.#onThrown);
  }

  #onResult = ({ done, value }: IteratorResult<Chunk, void>): void => {
    this.#isReading = false;
    if (done) this.#end('ended');
    else this.#add(value.join(''));
  };

  /** The connection breaks off too. */
  #onThrown = (thrown: unknown): void => this.#end({ thrown });

  #add(text: string): void {
    if (this.#ready === '') this.#since = this.#options.environment.monotonic();
    this.#ready += text;
    this.#give();
  }

  #end(state: 'ended' | { readonly thrown: unknown }): void {
    if (this.#state === 'open') this.#state = state;
    this.#stopWatching();
    this.#give();
  }

  /** Waits for the shorter time: either may begin meanwhile. */
  #watch = (): void => {
    const { environment, heartbeatMs, stallMs } = this.#options;
    const isReady = this.#ready !== '';
    const leftMs = this.#since + (isReady ? stallMs : heartbeatMs) - environment.monotonic();
    if (leftMs > 0) {
      this.#clearTimer = environment.setTimeout(this.#watch, Math.min(leftMs, heartbeatMs, stallMs));
    } else if (isReady) this.#stall();
    // One more turn: after a busy time, what it waits for may be there unread.
    else this.#clearTimer = environment.setTimeout(this.#beat, 0);
  };

  #beat = (): void => {
    if (this.#ready === '') {
      const signs = this.#options.signs();
      this.#add(signs === this.#told ? SILENT : ALIVE);
      this.#told = signs;
    }
    this.#watch();
  };

  #stall(): void {
    const { stallMs } = this.#options;
    const thrown = new ForewarmError('stream-cut', `Nobody has read the answer for ${stallMs} ms.`);
    this.#ready = '';
    this.#state = { thrown };
    this.#leave();
    this.#chunks.return().catch(() => null);
  }

  #leave = (): void => {
    this.#options.onGone();
    this.#stopWatching();
  };

  #stopWatching(): void {
    this.#clearTimer();
    this.#options.request.signal.removeEventListener('abort', this.#leave);
    this.#options.onEnd();
  }
}
