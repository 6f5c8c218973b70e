export interface Paragraphs {
  /** Ended paragraphs; the same array until one is added. */
  readonly complete: readonly string[];
  /** The last, which may grow. */
  readonly last: string;
  readonly text: string;
}

const NONE: Paragraphs = { complete: [], last: '', text: '' };

/**
 * Cuts a text after blank lines, which stay with the paragraph before: joined, the pieces are the
 * text. Drawn as blocks, only the last is laid out again. Continues an earlier cut if the text has
 * only grown.
 */
export function cutParagraphs(text: string, before = NONE): Paragraphs {
  if (text === before.text) return before;
  const base = text.startsWith(before.text) ? before : NONE;
  const pieces = (base.last + text.slice(base.text.length)).split(/(?<=\n\n)(?!\n)/);
  const last = pieces.pop()!;
  return { complete: pieces.length > 0 ? [...base.complete, ...pieces] : base.complete, last, text };
}
