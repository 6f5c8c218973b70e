import type { Way } from './replay.js';

const CONSERVATIVE = { eagerness: 'conservative' } as const;

/** What is compared. The first is what all others are measured against. */
export const WAYS: readonly Way[] = [
  { name: 'no warming', policy: { enabled: false } },
  { name: 'cookbook', policy: 'cookbook' },
  { name: 'focus and keystroke', policy: { triggers: ['focus', 'keystroke'] } },
  { name: 'conservative', policy: CONSERVATIVE },
  { name: 'moderate', policy: { eagerness: 'moderate' } },
  { name: 'eager', policy: { eagerness: 'eager' } },
  { name: 'auto', policy: { eagerness: 'eager' }, handler: { eagerness: 'auto' } },
  { name: 'conservative, speculative', policy: CONSERVATIVE, speculates: true },
  { name: 'warm already, speculative', policy: CONSERVATIVE, isHot: true, speculates: true },
];
