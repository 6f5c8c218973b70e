import { createHash } from 'node:crypto';

/** Unique per place and answer, so that a lost, doubled or moved word shows. */
export function tokenOf(seed: number, n: number): string {
  return `${((seed * 2_654_435_761 + n * 40_503) >>> 0).toString(36)} `;
}

export function expectedHash(seed: number, words: number): string {
  const hash = createHash('sha256');
  for (let n = 0; n < words; n++) hash.update(tokenOf(seed, n));
  return hash.digest('hex');
}

/** The first word names the sample. */
export function sampledToken(seed: number, sample: number, n: number): string {
  return n === 0 ? `#${sample} ` : tokenOf(seed + (sample % 1_000) * 1_000, n);
}

export function isSampled(text: string, seed: number, words: number): boolean {
  const sample = Number(/^#(\d+) /.exec(text)?.[1] ?? Number.NaN);
  return text === Array.from({ length: words }, (_, n) => sampledToken(seed, sample, n)).join('');
}
