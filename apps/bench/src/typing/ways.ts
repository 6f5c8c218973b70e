import type { Way } from './replay.js';

const CONSERVATIVE = { triggers: ['keystroke'] } as const;

/** What is compared. The first is what all others are measured against. */
export const WAYS: readonly Way[] = [
  { name: 'no warming', policy: { enabled: false } },
  { name: 'cookbook', policy: 'cookbook' },
  { name: 'focus and keystroke', policy: { triggers: ['focus', 'keystroke'] } },
  { name: 'conservative', policy: CONSERVATIVE },
  { name: 'moderate', policy: { triggers: ['keystroke', 'focus', 'hover'] } },
  { name: 'eager', policy: { triggers: ['keystroke', 'focus', 'hover', 'visible', 'idle'] } },
  { name: 'conservative, speculative', policy: CONSERVATIVE, speculates: true },
  { name: 'warm already, speculative', policy: CONSERVATIVE, isHot: true, speculates: true },
];
