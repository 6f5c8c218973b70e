import type { SpeculationRule } from './decideSpeculation.js';

/** Written by `npm run fit:speculation`. */
export const SPECULATION_RULE: SpeculationRule = {
  base: -3.51,
  ends: 3.09,
  habit: 0.74,
  spaced: 0.2,
  length: 0.64,
  sinceEnd: -0.73,
  deletions: -0.06,
  pause: 1.06,
  pauseAtEnd: -0.86,
  threshold: -1.3,
  price: 2,
};
