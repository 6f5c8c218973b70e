import { containersOf, MAX_DEPTH } from './depth.js';
import { emphasisOf, MAX_EMPHASIS } from './emphasis.js';

/** The most of a piece that is read as Markdown: characters, and cells of a table, missing ones included. */
const MAX_BLOCK = 50_000;
const MAX_CELLS = 10_000;
/** The longest piece that is nothing but fenced code, in characters. */
const MAX_CODE = 100_000;
/** The most lines of a piece that open several containers at once, which is rare. */
const MAX_SEVERAL = 50;
/** The work of a piece and of a text, in steps: one is about a microsecond of a parser's and a renderer's time. */
const MAX_WORK = 100_000;
export const MAX_WORK_IN_ALL = 400_000;
/** The steps of a piece by itself, of a line, of a mark that may mean something, and of what may be an address. */
const PIECE = 300;
const LINE = 100;
const MARK = 20;
const ADDRESS = 50;
const MARKS = /[*_~[\]`<!&|\\]/g;
/** Marks that take as much once more. */
const DEAR = /[~[!]/g;
const ADDRESSES = /@|www\.|:\/\//gi;
/** A hundred of one mark in a row. */
const RUN = /([*_~[\]`!<&(\\])\1{99}/;
/** Fenced code; between backticks and the end of their line stands no further one. */
const CODE = /^ {0,3}(?:`{3,}[^`\n]*(?:\n|$)|~{3,})/;

/**
 * The steps that reading and drawing a piece takes; Infinity where it is not to be read as Markdown. What a parser takes time for that grows with the square
 * of the text, or all of the stack, is no Markdown anybody would write; shown as plain text instead, an answer that was made to freeze the page doesn't.
 */
export function workOf(block: string): number {
  if (CODE.test(block)) return block.length <= MAX_CODE ? PIECE + block.length / 10 : Infinity;
  if (block.length > MAX_BLOCK || RUN.test(block)) return Infinity;
  const lines = block.split('\n');
  const work =
    PIECE + LINE * lines.length + MARK * (count(block, MARKS) + count(block, DEAR)) + ADDRESS * count(block, ADDRESSES);
  if (work > MAX_WORK) return Infinity;
  const columns = Math.max(...lines.map((line) => line.split('|').length - 1));
  if (columns * lines.length > MAX_CELLS) return Infinity;
  if (emphasisOf(block) > MAX_EMPHASIS) return Infinity;
  const { depth, several } = containersOf(lines);
  return depth > MAX_DEPTH || several > MAX_SEVERAL ? Infinity : work;
}

/** Whether a piece can be read as Markdown in a moment. */
export function isTame(block: string): boolean {
  return workOf(block) < Infinity;
}

/** A piece of a text, and whether it is drawn as Markdown. */
export interface Piece {
  readonly text: string;
  readonly tame: boolean;
}

/** Which pieces of a text are drawn as Markdown. Once all that a text may take is used up, its rest is one plain piece. */
export function piecesOf(blocks: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  let left = MAX_WORK_IN_ALL;
  for (const [n, text] of blocks.entries()) {
    const work = workOf(text);
    // Plain text takes hardly any, but for its element.
    left -= work < Infinity ? work : PIECE;
    if (left < 0) return [...pieces, { text: blocks.slice(n).join('\n'), tame: false }];
    pieces.push({ text, tame: work < Infinity });
  }
  return pieces;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
