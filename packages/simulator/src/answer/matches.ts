import type { Term } from './terms.js';

/** Endings that don't change the English word. */
const ENDINGS = new Set(['s', 'es', 'ed', 'd', 'e', 'er', 'ing', 'ion']);
const LONGEST_ENDING = 3;
/** Worth of a match inside a longer name: `flush` in `flushPassiveEffects`. */
const PART_OF_NAME = 0.6;

export interface Match {
  readonly at: number;
  /** 1 for a whole word. */
  readonly worth: number;
}

/**
 * Finds a term in order, as a word, an inflected word, or part of a name. `lower` is the text in
 * lower case, equally long.
 */
export function matchesOf(text: string, lower: string, term: Term): Match[] {
  const found: Match[] = [];
  const stem = stemOf(term);
  for (let at = lower.indexOf(stem); at >= 0; at = lower.indexOf(stem, at + stem.length)) {
    const start = edgeBefore(text, at);
    const end = edgeAfter(text, at + stem.length);
    if (start === 'none' || end === 'none') continue;
    found.push({ at, worth: start === 'word' && end === 'word' ? 1 : PART_OF_NAME });
  }
  return found;
}

function stemOf({ text, weight }: Term): string {
  if (weight > 1 || text.length < 5) return text;
  return text.replace(/(?:ing|ed|s)$/, '');
}

type Edge = 'word' | 'part' | 'none';

function edgeBefore(text: string, at: number): Edge {
  const before = text.charCodeAt(at - 1);
  if (!isWordUnit(before)) return 'word';
  const first = text.charCodeAt(at);
  return before === UNDERSCORE || (isUpper(first) && !isUpper(before)) ? 'part' : 'none';
}

function edgeAfter(text: string, end: number): Edge {
  let length = 0;
  while (length <= LONGEST_ENDING && isLower(text.charCodeAt(end + length))) length++;
  if (length > 0 && !ENDINGS.has(text.slice(end, end + length))) return 'none';
  const after = text.charCodeAt(end + length);
  return !isWordUnit(after) ? 'word' : isUpper(after) || after === UNDERSCORE ? 'part' : 'none';
}

const UNDERSCORE = 0x5f;

function isLower(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a;
}

function isUpper(unit: number): boolean {
  return unit >= 0x41 && unit <= 0x5a;
}

function isWordUnit(unit: number): boolean {
  return isLower(unit) || isUpper(unit) || (unit >= 0x30 && unit <= 0x39) || unit === UNDERSCORE || unit > 0x7f;
}
