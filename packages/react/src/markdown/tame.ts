/** The most of a piece that is read as Markdown: characters, lines, marks that may mean something, and cells of a table, missing ones included. */
const MAX_BLOCK = 50_000;
const MAX_LINES = 2_000;
const MAX_MARKS = 4_000;
const MAX_CELLS = 10_000;
/** The longest piece that is nothing but fenced code, in characters. */
const MAX_CODE = 100_000;
const MARK = /[*_~[\]`<!&|\\]/g;
/** Quotes in quotes, and lists that begin within one another, on one line. */
const DEEP = /^[ \t]*(?:(?:>[ \t]?){9}|(?:>[ \t]?)*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+){5,}[^\s*-])/m;
/** A list that begins within another on one line, which is rare; and the most of those. */
const NESTED = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+){2,}[^\s*-]/gm;
const MAX_NESTED = 50;
/** A hundred of one mark in a row. */
const RUN = /([*_~[\]`!<&(\\])\1{99}/;
const CODE = /^ {0,3}(`{3,}|~{3,})/;

/**
 * Whether a piece can be read as Markdown in a moment. What a parser takes time for that grows with the square of the text, or worse, is no Markdown
 * anybody would write; shown as plain text instead, an answer that was made to freeze the page doesn't.
 */
export function isTame(block: string): boolean {
  if (CODE.test(block)) return block.length <= MAX_CODE;
  if (block.length > MAX_BLOCK || DEEP.test(block) || RUN.test(block)) return false;
  const lines = block.split('\n');
  if (lines.length > MAX_LINES || count(block, MARK) > MAX_MARKS || count(block, NESTED) > MAX_NESTED) return false;
  const columns = Math.max(...lines.map((line) => line.split('|').length - 1));
  return columns * lines.length <= MAX_CELLS;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
