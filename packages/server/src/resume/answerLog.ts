import { ForewarmError } from '@forewarm/core';
import type { Chunk } from '../stream/chunks.js';
import { LogReader } from './logReader.js';

/**
 * Events the model may be ahead of the fastest reader: enough for a burst, few enough that a slow
 * reader slows the model.
 */
const LEAD = 64;
/** The most events given at once to a reader that catches up. */
const AT_ONCE = 64;

/** How much of a running answer is held. */
export interface AnswerHold {
  /** The most characters. */
  readonly maxLength: number;
  /** How long an event is held after every reader has had it, in milliseconds. */
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
  readonly #readers = new Set<LogReader>();
  #onRoom = (): void => {};
  /** Called with the number of readers when it changes. */
  onReaders: (count: number) => void = () => {};

  constructor(hold: AnswerHold) {
    this.#hold = hold;
  }

  /** Number of the last event so far. */
  get last(): number {
    return this.#first + this.#lines.length - 1;
  }

  /** Whether reading can continue after event `after`. */
  covers(after: number): boolean {
    return after + 1 >= this.#first && after <= this.last;
  }

  /** Characters held. */
  get length(): number {
    return this.#length;
  }

  /** Whether all its readers have left. */
  get isDeserted(): boolean {
    return this.#wasRead && this.#readers.size === 0;
  }

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
    this.#tell();
  }

  /** From now on, holds only what its readers have not had: nobody resumes it any more. */
  release(): void {
    this.#hold = { ...this.#hold, keepMs: -Infinity };
    this.#trim(0);
  }

  #trim(now: number): void {
    const { maxLength, keepMs } = this.#hold;
    // What a reader has not had stays while there is room.
    const isHad = (): boolean => [...this.#readers].every(({ had }) => had >= this.#first);
    while (this.#lines.length > 1 && (this.#length > maxLength || (this.#times[0]! + keepMs < now && isHad()))) {
      this.#length -= this.#lines.shift()!.length;
      this.#times.shift();
      this.#first++;
    }
  }

  end(): void {
    this.#ended = true;
    this.#tell();
  }

  /** Whether a reader is close to the end, or nobody reads and the answer is only kept. */
  get hasRoom(): boolean {
    const { last } = this;
    return this.#readers.size === 0 || [...this.#readers].some(({ had }) => last - had <= LEAD);
  }

  /** Resolves when a reader has had more, or all have left. Only one may wait at a time. */
  async room(): Promise<void> {
    while (!this.hasRoom) await new Promise<void>((resolve) => (this.#onRoom = resolve));
  }

  /** The events after number `after`, until the end or the signal's. */
  read(after: number, signal: AbortSignal): LogReader {
    return new LogReader(this, after, signal);
  }

  /** The next events after number `after`; null at the end. Throws if they are no longer held. */
  take(after: number): Chunk | null {
    if (after + 1 < this.#first) {
      throw new ForewarmError('stream-cut', 'The answer went on too far to be continued; ask again.');
    }
    const from = after + 1 - this.#first;
    const events = this.#lines.slice(from, from + AT_ONCE);
    return events.length === 0 && this.#ended ? null : events;
  }

  enter(reader: LogReader): void {
    this.#readers.add(reader);
    this.#wasRead = true;
    this.onReaders(this.#readers.size);
  }

  leave(reader: LogReader): void {
    if (!this.#readers.delete(reader)) return;
    this.#onRoom();
    this.onReaders(this.#readers.size);
  }

  /** A reader has had more. */
  noteRead(): void {
    this.#onRoom();
  }

  #tell(): void {
    for (const reader of this.#readers) reader.wake();
  }
}
