import type { Learned } from '../policy/eagerness.js';
import type { Stored, StoreNote } from './store.js';

/** Kept for a week after the latest sign. */
export const LEARNED_MS = 604_800_000;

export const learnedKey = (key: string): string => `learned ${key}`;

/** Times count from the writing, since clocks differ. */
export function learnedNote(learned: Learned, now: number): StoreNote {
  return { note: JSON.stringify(later(learned, -now)) };
}

/** Empty if missing or invalid. */
export function storedLearned(stored: Stored | null, now: number): Learned {
  const value = stored?.value;
  if (!stored || !value || !('note' in value)) return [];
  const ageMs = LEARNED_MS - stored.leftMs;
  try {
    const learned: unknown = JSON.parse(value.note);
    return isLearned(learned) ? later(learned, now - ageMs) : [];
  } catch {
    return [];
  }
}

function later(learned: Learned, ms: number): Learned {
  return learned.map((level) => ({ ...level, since: level.since + ms, until: level.until + ms }));
}

function isLearned(value: unknown): value is Learned {
  return (
    Array.isArray(value) &&
    value.every(
      (level: Partial<Learned[number]> | null) =>
        Number.isFinite(level?.since) && Number.isFinite(level?.until) && Array.isArray(level?.asked),
    )
  );
}
