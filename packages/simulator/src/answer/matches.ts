import type { Term } from './terms.js';

/** Such as `flush` in `flushPassiveEffects`. */
const PART_OF_NAME = 0.6;

/** Where a word starts, or a name's part: `Effects` in `passiveEffects`, `my_effects`. */
const START = /(?<word>(?<![\w\x80-\uffff]))|(?<=_)|(?<![A-Z])(?=[A-Z])/y;
/** Where it ends, past an ending that leaves the word the same. */
const END = /(?:s|es|ed|d|e|er|ing|ion)?(?:(?<word>(?![\w\x80-\uffff]))|(?=[A-Z_]))/y;

export interface Match {
  readonly at: number;
  readonly worth: number;
}

/** Finds a term in order. `lower` is as long as the text. */
export function matchesOf(text: string, lower: string, term: Term): Match[] {
  const found: Match[] = [];
  const stem = stemOf(term);
  for (let at = lower.indexOf(stem); at >= 0; at = lower.indexOf(stem, at + stem.length)) {
    const edges = [edgeAt(START, text, at), edgeAt(END, text, at + stem.length)];
    if (edges.includes('none')) continue;
    found.push({ at, worth: edges.includes('part') ? PART_OF_NAME : 1 });
  }
  return found;
}

function stemOf({ text, weight }: Term): string {
  if (weight > 1 || text.length < 5) return text;
  return text.replace(/(?:ing|ed|s)$/, '');
}

function edgeAt(edge: RegExp, text: string, at: number): 'word' | 'part' | 'none' {
  edge.lastIndex = at;
  const match = edge.exec(text);
  if (!match) return 'none';
  return match.groups?.['word'] === undefined ? 'part' : 'word';
}
