/** A text as paragraphs. */
export interface Paragraphs {
  /** Those that another follows. The same array until there is one more. */
  readonly complete: readonly string[];
  /** The last, which may still grow; empty where the text is. */
  readonly last: string;
  readonly text: string;
}

const NONE: Paragraphs = { complete: [], last: '', text: '' };

/**
 * Cuts a text after each run of blank lines, which stays with what it ends: joined, the pieces are
 * the text. Drawn as blocks, only the last is laid out anew while an answer comes in. Goes on from
 * an earlier cut where the text has only grown.
 */
export function cutParagraphs(text: string, before = NONE): Paragraphs {
  if (text === before.text) return before;
  const base = text.startsWith(before.text) ? before : NONE;
  const pieces = (base.last + text.slice(base.text.length)).split(/(?<=\n\n)(?!\n)/);
  const last = pieces.pop()!;
  return { complete: pieces.length > 0 ? [...base.complete, ...pieces] : base.complete, last, text };
}
