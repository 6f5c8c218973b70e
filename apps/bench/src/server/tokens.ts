import { createHash } from 'node:crypto';

/**
 * The n-th word of an answer: another for each place and each answer, so that one lost, doubled or
 * moved is noticed.
 */
export function tokenOf(seed: number, n: number): string {
  return `${((seed * 2_654_435_761 + n * 40_503) >>> 0).toString(36)} `;
}

/** The hash an answer must have when all its words arrived in order. */
export function expectedHash(seed: number, words: number): string {
  const hash = createHash('sha256');
  for (let n = 0; n < words; n++) hash.update(tokenOf(seed, n));
  return hash.digest('hex');
}
