/** The longest piece that is read as Markdown, and the longest that is nothing but fenced code, in characters. */
const MAX_BLOCK = 10_000;
const MAX_CODE = 100_000;
/** The most cells of a table, those that are missing in its rows included. */
const MAX_CELLS = 10_000;
/** Quotes and lists one within another on one line. */
const DEEP = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))){17}/m;
/** A hundred of one mark in a row. */
const RUN = /([*_~[\]`!<&(\\])\1{99}/;
const CODE = /^ {0,3}(`{3,}|~{3,})/;

/**
 * Whether a piece can be read as Markdown in a moment. What a parser takes time for that grows with the square of the text, or worse, is no Markdown
 * anybody would write; shown as plain text instead, an answer that was made to freeze the page doesn't.
 */
export function isTame(block: string): boolean {
  if (CODE.test(block)) return block.length <= MAX_CODE;
  return block.length <= MAX_BLOCK && !DEEP.test(block) && !RUN.test(block) && cellsOf(block) <= MAX_CELLS;
}

function cellsOf(block: string): number {
  const lines = block.split('\n');
  const columns = Math.max(...lines.map((line) => line.split('|').length - 1));
  return columns * lines.length;
}
