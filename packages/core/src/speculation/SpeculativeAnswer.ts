import type { AskEvent, CallOptions } from '../adapter/adapter.js';
import { UNKNOWN_USAGE, type Usage } from '../adapter/usage.js';
import type { Environment } from '../base/environment.js';
import { type ForewarmError, toForewarmError } from '../base/errors.js';
import type { OpenAsk } from '../client/ask.js';
import type { DiscardReason } from '../client/events.js';

export interface Discard {
  readonly reason: DiscardReason;
  readonly error: ForewarmError | null;
  /** Reported by then. */
  readonly usage: Usage;
  readonly ageMs: number;
}

/** Read before anyone asks: events, and characters in them. */
const MOST_EVENTS = 64;
const MOST_CHARACTERS = 2_000;
/** Several times a hit. */
const SILENT_MS = 10_000;

export interface SpeculativeAnswerOptions {
  readonly environment: Environment;
  /** How long first words wait for the question. */
  readonly parkMs: number;
  /** An answer on another prefix is discarded. */
  readonly expectHash?: string | undefined;
  readonly onDiscard?: ((discard: Discard) => void) | undefined;
  /** Adopted from the start, never discarded. */
  readonly call?: CallOptions | undefined;
}

/**
 * Begun before its question, it reads a little and stops pulling. Adopted once and read to its end,
 * or discarded, which ends the request. Holds one timer until then.
 */
export class SpeculativeAnswer {
  readonly begunAt: number;
  readonly #options: SpeculativeAnswerOptions;
  readonly #end = new AbortController();
  readonly #queue: AskEvent[] = [];
  #state: 'parked' | 'adopted' | 'discarded' = 'parked';
  #characters = 0;
  #spoken = false;
  #over = false;
  #goesOn = false;
  #error: unknown = null;
  #usage: Usage = UNKNOWN_USAGE;
  #call: CallOptions = {};
  #confirm!: () => void;
  #clearTimer: () => void;
  #waiting: (() => void)[] = [];

  constructor(open: OpenAsk, options: SpeculativeAnswerOptions) {
    const { environment, expectHash, call } = options;
    this.#options = options;
    this.begunAt = environment.monotonic();
    this.#clearTimer = environment.setTimeout(() => this.discard('silent'), SILENT_MS);
    const adoption = new Promise<void>((resolve) => (this.#confirm = resolve));
    const alive = (): void => this.#call.alive?.();
    if (call) this.adopt(call);
    void this.#read(open, { ...(call ?? { expectHash, adoption }), signal: this.#end.signal, alive });
  }

  get isParked(): boolean {
    return this.#state === 'parked';
  }

  get hasSpoken(): boolean {
    return this.#spoken;
  }

  /** More arrived since it was adopted. */
  get goesOn(): boolean {
    return this.#goesOn;
  }

  /** False if it ends with nothing to show. */
  async spoken(): Promise<boolean> {
    while (!this.#spoken && !this.#over) await this.#change();
    return this.#spoken;
  }

  /** False if it is too late. */
  adopt(call: CallOptions): boolean {
    if (this.#state !== 'parked') return false;
    this.#state = 'adopted';
    this.#call = call;
    this.#clearTimer();
    call.signal?.addEventListener('abort', this.#stop, { once: true });
    if (call.signal?.aborted) this.#stop();
    this.#confirm();
    this.#changed();
    return true;
  }

  /** Ends the request, unless it has ended. */
  discard(reason: DiscardReason, thrown?: unknown): void {
    if (this.#state === 'discarded' || (this.#state === 'adopted' && this.#over)) return;
    this.#state = 'discarded';
    this.#queue.length = 0;
    this.#close(new DOMException('The speculative answer is not wanted.', 'AbortError'));
    const error = thrown === undefined ? null : toForewarmError(thrown);
    const ageMs = this.#options.environment.monotonic() - this.begunAt;
    this.#options.onDiscard?.({ reason, error, usage: this.#usage, ageMs });
  }

  /** What arrives before anyone asks, without the finish; ends when it is adopted or discarded. */
  async *preview(): AsyncGenerator<AskEvent, void, undefined> {
    for (let at = 0; this.isParked;) {
      const event = this.#queue[at];
      if (!event || event.type === 'finish') await this.#change();
      else {
        at++;
        yield event;
      }
    }
  }

  /** Read it once, after `adopt`; leaving the loop ends the request. */
  async *events(): AsyncGenerator<AskEvent, void, undefined> {
    try {
      for (;;) {
        this.#call.signal?.throwIfAborted();
        const event = this.#queue.shift();
        if (event) {
          this.#changed();
          yield event;
        } else if (!this.#over) await this.#change();
        else if (this.#error !== null) throw this.#error;
        else return;
      }
    } finally {
      if (!this.#over) this.#close(new DOMException('The answer was left.', 'AbortError'));
    }
  }

  async #read(open: OpenAsk, call: CallOptions): Promise<void> {
    try {
      for await (const event of open(call)) {
        if (this.#over) return;
        this.#take(event);
        while (this.#isFull && !this.#over) await this.#change();
        if (this.#over) return;
      }
    } catch (thrown) {
      if (this.#over) return;
      this.#error = thrown;
      if (this.#mayBeDiscarded) return this.discard('failed', thrown);
    }
    if (!this.#spoken && this.#mayBeDiscarded) return this.discard('empty');
    this.#over = true;
    if (this.#state === 'adopted') this.#close();
    else this.#changed();
  }

  /** Nobody has seen any of it or waits for it alone. */
  get #mayBeDiscarded(): boolean {
    return !this.#options.call && (this.#state === 'parked' || !this.#spoken);
  }

  get #isFull(): boolean {
    return this.#queue.length >= MOST_EVENTS || (this.#state === 'parked' && this.#characters >= MOST_CHARACTERS);
  }

  #take(event: AskEvent): void {
    const why = this.#objection(event);
    if (event.type === 'finish') this.#usage = event.usage;
    if (why) return this.discard(why);
    if (event.type === 'text' || event.type === 'reasoning') this.#characters += event.text.length;
    if (this.#state === 'adopted') this.#goesOn = true;
    if (!this.#spoken && (isSpeech(event) || event.type === 'finish')) {
      this.#spoken = true;
      this.#clearTimer();
      const { environment, parkMs } = this.#options;
      if (this.#state === 'parked') this.#clearTimer = environment.setTimeout(() => this.discard('expired'), parkMs);
    }
    this.#queue.push(event);
    this.#changed();
  }

  #objection(event: AskEvent): DiscardReason | null {
    const { expectHash } = this.#options;
    if (!this.#mayBeDiscarded) return null;
    if (event.type === 'start') {
      const differs = expectHash !== undefined && event.hash !== '' && event.hash !== expectHash;
      return (event.drifted ?? differs) ? 'drifted' : null;
    }
    if (event.type === 'tool-call') return this.#state === 'parked' ? 'tool-call' : null;
    if (event.type !== 'finish') return null;
    return event.reason === 'content-filter' ? 'refused' : this.#spoken ? null : 'empty';
  }

  readonly #stop = (): void => {
    this.#error = this.#call.signal!.reason;
    this.#close(this.#error);
  };

  /** With a reason, ends the request too. */
  #close(reason?: unknown): void {
    this.#over = true;
    this.#clearTimer();
    this.#call.signal?.removeEventListener('abort', this.#stop);
    if (reason !== undefined) this.#end.abort(reason);
    this.#changed();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #changed(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

function isSpeech(event: AskEvent): boolean {
  return event.type === 'text' || event.type === 'reasoning' ? event.text.trim() !== '' : event.type === 'tool-call';
}
