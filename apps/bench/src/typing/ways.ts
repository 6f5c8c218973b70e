import type { Way } from './replay.js';

const CONSERVATIVE = { eagerness: 'conservative' } as const;

/** The ways compared; the first is the baseline. */
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
