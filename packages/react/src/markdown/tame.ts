import { containersOf, MAX_DEPTH } from './depth.js';
import { emphasisOf, MAX_EMPHASIS } from './emphasis.js';

/** Limits of a piece read as Markdown: characters, and table cells with missing ones. */
const MAX_BLOCK = 50_000;
const MAX_CELLS = 10_000;
/** Characters of a piece of fenced code. */
const MAX_CODE = 100_000;
/** Lines that open several containers at once. */
const MAX_SEVERAL = 50;
/**
 * Limits of a piece and a text, in steps of at most about a microsecond (`npm run bench:markdown`).
 */
export const MAX_WORK = 50_000;
export const MAX_WORK_IN_ALL = 400_000;
/** In steps; a block is an item, quote or heading. */
const PIECE = 300;
const LINE = 40;
const BLOCK = 90;
const MARK = 20;
const LINK = 40;
const ADDRESS = 50;
const CELL = 5;
const CHARACTER = 0.5;
const MARKS = /[*_~[\]`<!&|\\]/g;
/** Marks that cost double. */
const DEAR = /[~[!]/g;
const ADDRESSES = /@|www\.|:\/\//gi;
const LINKS = /\]\(/g;
const BLOCKS = /^\s*(?:[>#=]|(?:[-*+]|\d{1,9}[.)])(?:\s|$))/;
/** In an outermost list. */
const TOP_ITEM = /^(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
const RUN = /([*_~[\]`!<&(\\])\1{99}/;
/** No backtick follows an opening fence of backticks. */
const CODE = /^ {0,3}(?:`{3,}[^`\n]*(?:\n|$)|~{3,})/;

/**
 * Steps to read and draw a piece; Infinity draws it as plain text, since only hostile Markdown
 * takes a parser quadratic time or its whole stack.
 */
export function workOf(block: string): number {
  if (CODE.test(block)) return block.length <= MAX_CODE ? PIECE + block.length / 10 : Infinity;
  if (block.length > MAX_BLOCK || RUN.test(block)) return Infinity;
  const lines = block.split('\n');
  const cells = Math.max(...lines.map((line) => line.split('|').length - 1)) * lines.length;
  const work = PIECE + CELL * cells + lines.reduce((sum, line) => sum + workOfLine(line), 0);
  if (work > MAX_WORK || cells > MAX_CELLS) return Infinity;
  if (emphasisOf(block) > MAX_EMPHASIS) return Infinity;
  const { depth, several } = containersOf(lines);
  return depth > MAX_DEPTH || several > MAX_SEVERAL ? Infinity : work;
}

function workOfLine(line: string): number {
  const marks = count(line, MARKS) + count(line, DEAR);
  const block = BLOCKS.test(line) ? BLOCK : 0;
  const inline = MARK * marks + LINK * count(line, LINKS) + ADDRESS * count(line, ADDRESSES);
  return LINE + block + inline + CHARACTER * line.length;
}

export function isTame(block: string): boolean {
  return workOf(block) < Infinity;
}

export interface Piece {
  readonly text: string;
  readonly tame: boolean;
}

/** `work` in steps; Infinity for plain text. */
interface Weighed {
  readonly text: string;
  readonly work: number;
}

export function weigh(block: string): readonly Weighed[] {
  return cutList(block).map((text) => ({ text, work: workOf(text) }));
}

/** Beyond `MAX_WORK_IN_ALL`, the rest is one plain piece. */
export function piecesOf(weighed: readonly Weighed[]): Piece[] {
  const pieces: Piece[] = [];
  let left = MAX_WORK_IN_ALL;
  for (const [n, { text, work }] of weighed.entries()) {
    // Plain text costs only its element.
    left -= work < Infinity ? work : PIECE;
    if (left < 0) {
      const rest = weighed.slice(n).map((piece) => piece.text);
      return [...pieces, { text: rest.join('\n'), tame: false }];
    }
    pieces.push({ text, tame: work < Infinity });
  }
  return pieces;
}

/** Cut before items, so that the parts stay tame. */
function cutList(block: string): string[] {
  if (!TOP_ITEM.test(block)) return [block];
  const parts: string[][] = [];
  let [item, itemWork, partWork]: [string[], number, number] = [[], 0, Infinity];
  const addItem = (): void => {
    if (partWork + itemWork > MAX_WORK) {
      parts.push(item);
      partWork = PIECE + itemWork;
    } else {
      parts.at(-1)!.push(...item);
      partWork += itemWork;
    }
  };
  for (const line of block.split('\n')) {
    if (item.length > 0 && TOP_ITEM.test(line)) {
      addItem();
      [item, itemWork] = [[], 0];
    }
    item.push(line);
    itemWork += workOfLine(line);
  }
  addItem();
  return parts.map((lines) => lines.join('\n'));
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
