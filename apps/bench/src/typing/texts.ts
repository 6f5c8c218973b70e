import type { Draft } from './trace.js';

const FIRST_SIGN = 0x4e00;
const SIGNS = 20_000;

/** Makes texts with the draft's lengths, equal texts and sentence ends. */
export function textsOf({ edits }: Draft): string[] {
  const least = new Map<number, number>();
  const ends = new Map<number, boolean>();
  for (const { state, length, ends: isEnd } of edits) {
    least.set(state, Math.min(least.get(state) ?? Infinity, length));
    if (!ends.has(state)) ends.set(state, isEnd);
  }
  return edits.map(({ state, length }) => {
    const shortest = least.get(state)!;
    return (
      (shortest <= 0 ? '' : bodyOf(state, shortest, ends.get(state)!)) +
      ' '.repeat(Math.max(0, length - Math.max(0, shortest)))
    );
  });
}

function bodyOf(state: number, length: number, ends: boolean): string {
  const sign = String.fromCodePoint(FIRST_SIGN + (state % SIGNS)) + (state < SIGNS ? '' : Math.floor(state / SIGNS));
  return sign.padEnd(ends ? length - 1 : length, 'x') + (ends ? '.' : '');
}
