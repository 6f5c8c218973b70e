import { containersOf, MAX_DEPTH } from './depth.js';
import { emphasisOf, MAX_EMPHASIS } from './emphasis.js';

/**
 * The most of a piece that is read as Markdown: characters, and cells of a table, missing ones
 * included.
 */
const MAX_BLOCK = 50_000;
const MAX_CELLS = 10_000;
/** The longest piece that is nothing but fenced code, in characters. */
const MAX_CODE = 100_000;
/** The most lines of a piece that open several containers at once, which is rare. */
const MAX_SEVERAL = 50;
/**
 * The work of a piece and of a text, in steps: one is at most a microsecond or so of a parser's and
 * a renderer's time (`npm run bench:markdown`).
 */
export const MAX_WORK = 50_000;
export const MAX_WORK_IN_ALL = 400_000;
/**
 * The steps of a piece by itself, of a line, of an item, a quote or a heading besides, of a mark
 * that may mean something, a link, what may be an address, a cell and a character.
 */
const PIECE = 300;
const LINE = 40;
const BLOCK = 90;
const MARK = 20;
const LINK = 40;
const ADDRESS = 50;
const CELL = 5;
const CHARACTER = 0.5;
const MARKS = /[*_~[\]`<!&|\\]/g;
/** Marks that take as much once more. */
const DEAR = /[~[!]/g;
const ADDRESSES = /@|www\.|:\/\//gi;
const LINKS = /\]\(/g;
const BLOCKS = /^\s*(?:[>#=]|(?:[-*+]|\d{1,9}[.)])(?:\s|$))/;
/** An item of a list that stands in nothing. */
const TOP_ITEM = /^(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
/** A hundred of one mark in a row. */
const RUN = /([*_~[\]`!<&(\\])\1{99}/;
/** Fenced code; between backticks and the end of their line stands no further one. */
const CODE = /^ {0,3}(?:`{3,}[^`\n]*(?:\n|$)|~{3,})/;

/**
 * The steps that reading and drawing a piece takes; Infinity where it is not to be read as
 * Markdown. What a parser takes time for that grows with the square of the text, or all of the
 * stack, is no Markdown anybody would write; shown as plain text instead, an answer that was made
 * to freeze the page doesn't.
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

/** Whether a piece can be read as Markdown in a moment. */
export function isTame(block: string): boolean {
  return workOf(block) < Infinity;
}

/** A piece of a text, and whether it is drawn as Markdown. */
export interface Piece {
  readonly text: string;
  readonly tame: boolean;
}

/** A piece with its steps: Infinity where it is not to be read as Markdown. */
interface Weighed {
  readonly text: string;
  readonly work: number;
}

/** The pieces of one block, of which a long list has several. */
export function weigh(block: string): readonly Weighed[] {
  return cutList(block).map((text) => ({ text, work: workOf(text) }));
}

/**
 * Which pieces of a text are drawn as Markdown. Once all that a text may take is used up, its rest
 * is one plain piece.
 */
export function piecesOf(weighed: readonly Weighed[]): Piece[] {
  const pieces: Piece[] = [];
  let left = MAX_WORK_IN_ALL;
  for (const [n, { text, work }] of weighed.entries()) {
    // Plain text takes hardly any, but for its element.
    left -= work < Infinity ? work : PIECE;
    if (left < 0) {
      const rest = weighed.slice(n).map((piece) => piece.text);
      return [...pieces, { text: rest.join('\n'), tame: false }];
    }
    pieces.push({ text, tame: work < Infinity });
  }
  return pieces;
}

/** A long list as several, cut before an item, so that it stays one that is drawn. */
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
