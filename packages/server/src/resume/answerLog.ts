import { ForewarmError } from '@forewarm/core';
import type { Chunk } from '../stream/chunks.js';
import { LogReader } from './logReader.js';

/** The model's lead over the fastest reader: enough for a burst; a slow reader slows the model. */
const LEAD = 64;
const AT_ONCE = 64;

export interface AnswerHold {
  readonly maxLength: number;
  /** Counts once every reader has had the event. */
  readonly keepMs: number;
  readonly monotonic: () => number;
}

/** One answer's events, from 1, for any number of readers. */
export class AnswerLog {
  #lines: string[] = [];
  #times: number[] = [];
  #first = 1;
  #length = 0;
  #ended = false;
  #wasRead = false;
  #hold: AnswerHold;
  readonly #readers = new Set<LogReader>();
  #onRoom = (): void => {};
  onReaders: (count: number) => void = () => {};

  constructor(hold: AnswerHold) {
    this.#hold = hold;
  }

  get last(): number {
    return this.#first + this.#lines.length - 1;
  }

  /** Reading can continue after event `after`. */
  covers(after: number): boolean {
    return after + 1 >= this.#first && after <= this.last;
  }

  get length(): number {
    return this.#length;
  }

  /** All its readers have left. */
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

  /** Nobody resumes: holds only what its readers have not had. */
  release(): void {
    this.#hold = { ...this.#hold, keepMs: -Infinity };
    this.#trim(0);
  }

  #trim(now: number): void {
    const { maxLength, keepMs } = this.#hold;
    // Unread events stay while there is room.
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

  /** A reader is close to the end, or nobody reads. */
  get hasRoom(): boolean {
    const { last } = this;
    return this.#readers.size === 0 || [...this.#readers].some(({ had }) => last - had <= LEAD);
  }

  /** Resolves when a reader has had more, or all have left. Only one may wait. */
  async room(): Promise<void> {
    while (!this.hasRoom) await new Promise<void>((resolve) => (this.#onRoom = resolve));
  }

  /** Ends with the answer or the signal. */
  read(after: number, signal: AbortSignal): LogReader {
    return new LogReader(this, after, signal);
  }

  /** Null at the end. Throws if the next events are gone. */
  take(after: number): Chunk | null {
    if (after + 1 < this.#first) {
      throw new ForewarmError('stream-cut', 'Too much of the answer has passed to resume it; ask again.');
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

  noteRead(): void {
    this.#onRoom();
  }

  #tell(): void {
    for (const reader of this.#readers) reader.wake();
  }
}
