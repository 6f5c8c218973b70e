import { ForewarmError } from '@forewarm/core';
import type { Chunk } from '../stream/chunks.js';

/**
 * How many events the model may be ahead of the fastest reader: enough for a burst, little enough
 * that a slow reader slows the model.
 */
const LEAD = 64;
/** Most events a reader is given at once when it catches up. */
const AT_ONCE = 64;

/** How much of an answer is held while it comes. */
export interface AnswerHold {
  /** The most characters. */
  readonly maxLength: number;
  /** How long an event is held that every reader has had, in milliseconds. */
  readonly keepMs: number;
  /** A clock that never jumps, in milliseconds. */
  readonly monotonic: () => number;
}

/** The events of one answer, numbered from 1, for any number of readers. */
export class AnswerLog {
  #lines: string[] = [];
  /** When each came, by the clock given. */
  #times: number[] = [];
  /** Number of the first event still held. */
  #first = 1;
  #length = 0;
  #ended = false;
  #wasRead = false;
  #hold: AnswerHold;
  readonly #readers = new Map<object, number>();
  #wake: (() => void)[] = [];
  /** Told how many read it, when that changes. */
  onReaders: (count: number) => void = () => {};

  constructor(hold: AnswerHold) {
    this.#hold = hold;
  }

  /** Number of the last event so far. */
  get last(): number {
    return this.#first + this.#lines.length - 1;
  }

  /** Whether reading can go on after event `after`. */
  covers(after: number): boolean {
    return after + 1 >= this.#first && after <= this.last;
  }

  /** How many characters are held. */
  get length(): number {
    return this.#length;
  }

  /** Whether everyone who read it has left. */
  get isDeserted(): boolean {
    return this.#wasRead && this.#readers.size === 0;
  }

  /** How many read it. */
  get readers(): number {
    return this.#readers.size;
  }

  get ended(): boolean {
    return this.#ended;
  }

  add(events: Chunk): void {
    const now = this.#hold.monotonic();
    for (const event of events) {
      const line = `id: ${this.last + 1}\n${event}`;
      this.#lines.push(line);
      this.#times.push(now);
      this.#length += line.length;
    }
    this.#trim(now);
    this.#changed();
  }

  /** Holds from here on only what its readers have not had yet: nobody goes on with it any more. */
  release(): void {
    this.#hold = { ...this.#hold, keepMs: -Infinity };
    this.#trim(0);
  }

  #trim(now: number): void {
    const { maxLength, keepMs } = this.#hold;
    // What a reader has not had yet is held for as long as there is room.
    const isHad = (): boolean => this.#first <= Math.min(...this.#readers.values());
    while (this.#lines.length > 1 && (this.#length > maxLength || (this.#times[0]! + keepMs < now && isHad()))) {
      this.#length -= this.#lines.shift()!.length;
      this.#times.shift();
      this.#first++;
    }
  }

  end(): void {
    this.#ended = true;
    this.#changed();
  }

  /**
   * Whether a reader is close to the end, or nobody reads: then the answer is only kept.
   */
  get hasRoom(): boolean {
    return this.#readers.size === 0 || this.last - Math.max(...this.#readers.values()) <= LEAD;
  }

  /** Resolves when a reader has had more, or has left. */
  async room(): Promise<void> {
    while (!this.hasRoom) await this.#change();
  }

  /**
   * The events after number `after`, as they are and as they come, until the end or the signal's.
   */
  async *read(after: number, signal: AbortSignal): AsyncGenerator<Chunk, void, undefined> {
    const reader = {};
    let at = after;
    const wake = (): void => this.#changed();
    const note = (): void => {
      this.#readers.set(reader, at);
      this.#changed();
    };
    signal.addEventListener('abort', wake, { once: true });
    note();
    this.#wasRead = true;
    this.onReaders(this.#readers.size);
    try {
      while (!signal.aborted) {
        if (at + 1 < this.#first) {
          throw new ForewarmError('stream-cut', 'The answer went on too far to be continued; ask again.');
        }
        const from = at + 1 - this.#first;
        const events = this.#lines.slice(from, from + AT_ONCE);
        if (events.length > 0) {
          yield events;
          at += events.length;
          note();
        } else if (this.#ended) return;
        else await this.#change();
      }
    } finally {
      signal.removeEventListener('abort', wake);
      this.#readers.delete(reader);
      this.#changed();
      this.onReaders(this.#readers.size);
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  #changed(): void {
    const waiting = this.#wake;
    if (waiting.length === 0) return;
    this.#wake = [];
    for (const resolve of waiting) resolve();
  }
}
