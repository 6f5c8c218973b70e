import type { Backend, Happening } from './history.js';

/** Something to be shown: who does what, and on what backend. */
export interface Scene {
  readonly label: string;
  readonly backend: Backend;
  readonly happenings: readonly Happening[];
}

const MINUTE = 60_000;
/** The cookbook's warm, and Anthropic's shortest life of an entry. */
const SOUND: Backend = { warm: 'written', warmMs: 20_870, ttlMs: 5 * MINUTE };

export const VISIT: Scene = {
  label: 'One person, one question',
  backend: SOUND,
  happenings: [
    { atMs: 0, what: 'focus' },
    { atMs: 5_000, what: 'keystroke' },
    { atMs: 40_000, what: 'keystroke' },
    { atMs: MINUTE, what: 'ask' },
    { atMs: 4 * MINUTE, what: 'focus' },
    { atMs: 355_000, what: 'focus' },
  ],
};

export const FAILING: Scene = {
  label: 'A backend that fails, and a person who keeps typing',
  backend: { ...SOUND, warm: 'failed', warmMs: 1_000 },
  happenings: Array.from({ length: 12 }, (_, index) => ({ atMs: index * 5_000, what: 'keystroke' as const })),
};

export const NOBODY_ASKS: Scene = {
  label: 'Visitors who reach for the box and never ask',
  backend: SOUND,
  happenings: [0, 6, 12, 18, 24, 30].map((minutes) => ({ atMs: minutes * MINUTE, what: 'focus' })),
};
