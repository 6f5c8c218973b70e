import type { TurnPart } from '@forewarm/core';
import { Notifier } from '@forewarm/core/kit';
import { type AttachmentLabels, formatBytes } from './labels.js';
import type { Limits } from './limits.js';
import { isImageFile, readAttachment } from './readAttachment.js';

export interface Item {
  readonly key: number;
  readonly name: string;
  readonly bytes: number;
  /** From 0 to 1. */
  readonly share: number;
  /** Null until it is read. */
  readonly part: TurnPart | null;
}

export interface HeldState {
  readonly items: readonly Item[];
  readonly problem: string | null;
}

export const NONE: HeldState = Object.freeze({ items: Object.freeze([]), problem: null });

export interface Rules {
  readonly limits: Limits;
  readonly labels: AttachmentLabels;
  /** Bytes of earlier attachments. */
  readonly before: number;
}

export class Held {
  readonly #listeners = new Notifier<[]>();
  readonly #reading = new Map<number, AbortController>();
  #state: HeldState = NONE;
  #keys = 0;

  readonly getSnapshot = (): HeldState => this.#state;
  readonly subscribe = (listener: () => void): (() => void) => this.#listeners.subscribe(listener);

  /** Takes files up to the first that is refused. */
  add(files: readonly File[], rules: Rules): void {
    this.#set({ problem: null });
    for (const file of files) {
      const name = file.name || rules.labels.unnamed;
      const problem = this.#refusal(file, name, rules);
      if (problem !== null) return this.#set({ problem });
      this.#read(file, name, rules);
    }
  }

  readonly remove = (key: number): void => {
    this.#reading.get(key)?.abort();
    this.#reading.delete(key);
    this.#set({ items: this.#state.items.filter((item) => item.key !== key), problem: null });
  };

  readonly clear = (): void => {
    for (const end of this.#reading.values()) end.abort();
    this.#reading.clear();
    this.#set(NONE);
  };

  say(problem: string): void {
    this.#set({ problem });
  }

  #refusal(file: File, name: string, { limits, labels, before }: Rules): string | null {
    const { items } = this.#state;
    const { size } = file;
    const isImage = isImageFile(file);
    const bytesOf = (bytes: number): string => formatBytes(labels, bytes);
    if (items.length >= limits.most) return labels.tooMany(limits.most.toLocaleString(labels.locale));
    if (size === 0) return labels.empty(name);
    if (isImage && !limits.images) return labels.noImages(name);
    // A character has at most four bytes.
    const most = isImage ? limits.maxImageBytes : limits.maxTextLength * 4;
    if (size > most) return labels.tooLarge(name, bytesOf(size), bytesOf(most));
    const total = items.reduce((sum, { bytes }) => sum + bytes, before + size);
    return total > limits.maxTotalBytes ? labels.tooMuch(name, bytesOf(limits.maxTotalBytes)) : null;
  }

  #read(file: File, name: string, { limits, labels }: Rules): void {
    const key = this.#keys++;
    const end = new AbortController();
    this.#reading.set(key, end);
    this.#set({ items: [...this.#state.items, { key, name, bytes: file.size, share: 0, part: null }] });
    const refuse = (problem: string): void => {
      this.remove(key);
      this.#set({ problem });
    };
    const { signal } = end;
    readAttachment(file, name, { signal, onProgress: (share) => this.#change(key, { share }) }).then(
      (read) => {
        if (signal.aborted) return;
        this.#reading.delete(key);
        const { part } = read ?? {};
        if (!part) return refuse(labels.kind(name));
        if (part.type === 'text') {
          const { length } = part.text;
          if (part.text.trim() === '') return refuse(labels.empty(name));
          if (length > limits.maxTextLength) {
            const [has, most] = [length, limits.maxTextLength].map((count) => count.toLocaleString(labels.locale));
            return refuse(labels.tooLong(name, has!, most!));
          }
        }
        this.#change(key, { part, share: 1 });
      },
      () => {
        if (!signal.aborted) refuse(labels.unreadable(name));
      },
    );
  }

  #change(key: number, change: Partial<Item>): void {
    this.#set({ items: this.#state.items.map((item) => (item.key === key ? { ...item, ...change } : item)) });
  }

  #set(change: Partial<HeldState>): void {
    this.#state = { ...this.#state, ...change };
    this.#listeners.notify();
  }
}

export function bytesOfParts(parts: readonly TurnPart[] = []): number {
  return parts.reduce((sum, part) => {
    if (part.type === 'text') return sum + new TextEncoder().encode(part.text).length;
    return sum + Math.floor((part.data.length * 3) / 4);
  }, 0);
}
