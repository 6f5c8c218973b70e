import { type Environment, ForewarmError } from '@forewarm/core';
import type { Chunk, Chunks } from './chunks.js';

/**
 * A comment, for a proxy that closes idle connections; it says `alive` where something has come
 * from the model since the last one.
 */
const SILENT = ':\n\n';
const ALIVE = ':alive\n\n';

export interface AnswerReaderOptions {
  readonly environment: Environment;
  /**
   * Aborted when the client leaves. Held whole: Node lets a signal go whose request nobody holds.
   */
  readonly request: Request;
  /** Silence after which a heartbeat is sent, in milliseconds. */
  readonly heartbeatMs: number;
  /** Grows with every sign of life of the model. */
  readonly signs: () => number;
  /** How long something may lie ready that nobody takes, in milliseconds. */
  readonly stallMs: number;
  /** Called when the client leaves before the end, or takes nothing for too long. */
  readonly onGone: () => void;
  /** Called however it ends, perhaps twice. */
  readonly onEnd: () => void;
}

/**
 * Reads an answer's events one chunk ahead; gives heartbeats while none arrive. One timer serves
 * for the whole answer: a new one for each word would cost more than the rest.
 */
export class AnswerReader {
  readonly #chunks: Chunks;
  readonly #options: AnswerReaderOptions;
  /** What has come and nobody has taken. */
  #ready = '';
  #state: 'open' | 'ended' | { readonly thrown: unknown } = 'open';
  #isReading = false;
  #waiting: { readonly resolve: (text: string | null) => void; readonly reject: (reason: unknown) => void } | null =
    null;
  /** Since when nothing has come, or what has come lies ready: monotonic. */
  #since: number;
  #clearTimer = (): void => {};
  #told: number;

  constructor(chunks: Chunks, options: AnswerReaderOptions) {
    const { environment, request, signs } = options;
    this.#chunks = chunks;
    this.#options = options;
    this.#told = signs();
    this.#since = environment.monotonic();
    // The stream of an aborted request may never be read, and so never say that it has ended.
    request.signal.addEventListener('abort', this.#leave, { once: true });
    this.#watch();
    // The client disconnected while we were authenticating it: stop here.
    if (request.signal.aborted) this.#leave();
    this.#readAhead();
  }

  /** Gives what has come since the last read, or waits for it; null at the end. One at a time. */
  read(): Promise<string | null> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
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
      waiting.resolve(this.#ready);
      this.#ready = '';
      this.#since = this.#options.environment.monotonic();
      this.#readAhead();
    } else if (typeof this.#state === 'object') waiting.reject(this.#state.thrown);
    else waiting.resolve(null);
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

  /** An answer that breaks off, such as one too long to go on with, breaks the connection off. */
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

  /** Never waits longer than the shorter of both times, either of which may begin meanwhile. */
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

  /** A response that is dropped unread does not say so. */
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
