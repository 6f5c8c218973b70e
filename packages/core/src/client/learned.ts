import type { Learned } from '../policy/eagerness.js';
import type { Stored, StoreNote } from './store.js';

/** How long a store keeps it after the latest sign, in milliseconds: a week. */
export const LEARNED_MS = 604_800_000;

export const learnedKey = (key: string): string => `learned ${key}`;

interface Note {
  /** By the writer's clock. */
  readonly at: number;
  readonly learned: Learned;
}

export function learnedNote(learned: Learned, now: number): StoreNote {
  return { note: JSON.stringify({ at: now, learned } satisfies Note) };
}

/**
 * Reads it on this process's clock, from its age, since clocks differ. Empty if there is none, or
 * it is invalid.
 */
export function storedLearned(stored: Stored | null, now: number): Learned {
  const note = noteOf(stored);
  if (!stored || !note) return [];
  const laterBy = now - note.at - (LEARNED_MS - stored.leftMs);
  return note.learned.map(({ since, until, open, asked }) => ({
    since: since + laterBy,
    until: until + laterBy,
    open,
    asked,
  }));
}

function noteOf(stored: Stored | null): Note | null {
  const value = stored?.value;
  if (!value || !('note' in value)) return null;
  try {
    const note = JSON.parse(value.note) as Partial<Note> | null;
    return isNote(note) ? note : null;
  } catch {
    return null;
  }
}

function isNote(note: Partial<Note> | null): note is Note {
  const { at, learned } = note ?? {};
  return (
    Number.isFinite(at) &&
    Array.isArray(learned) &&
    learned.every(
      (level: Partial<Learned[number]> | null) =>
        Number.isFinite(level?.since) && Number.isFinite(level?.until) && Array.isArray(level?.asked),
    )
  );
}
