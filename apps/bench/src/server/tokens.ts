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

/**
 * The n-th word of the model's answer number `sample` to a question: the first says which it is.
 */
export function sampledToken(seed: number, sample: number, n: number): string {
  return n === 0 ? `#${sample} ` : tokenOf(seed + (sample % 1_000) * 1_000, n);
}

/** Whether a text is one whole answer of a model that never says the same twice. */
export function isSampled(text: string, seed: number, words: number): boolean {
  const sample = Number(/^#(\d+) /.exec(text)?.[1] ?? Number.NaN);
  return text === Array.from({ length: words }, (_, n) => sampledToken(seed, sample, n)).join('');
}
