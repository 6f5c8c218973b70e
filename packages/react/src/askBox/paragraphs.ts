export interface Paragraphs {
  /** Ended paragraphs; the same array until one is added. */
  readonly complete: readonly string[];
  /** The last, which may grow. */
  readonly last: string;
  readonly text: string;
}

const NONE: Paragraphs = { complete: [], last: '', text: '' };

/**
 * Cuts after blank lines, so that only the last piece is laid out again; joined, the pieces are the
 * text. Continues an earlier cut.
 */
export function cutParagraphs(text: string, before = NONE): Paragraphs {
  if (text === before.text) return before;
  const base = text.startsWith(before.text) ? before : NONE;
  const pieces = (base.last + text.slice(base.text.length)).split(/(?<=\n\n)(?!\n)/);
  const last = pieces.pop()!;
  return { complete: pieces.length > 0 ? [...base.complete, ...pieces] : base.complete, last, text };
}
