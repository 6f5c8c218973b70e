import { splitBlocks } from './blocks.js';
import { type Piece, piecesOf, weigh } from './tame.js';

/**
 * Makes a function that cuts a text into pieces. If a text has only grown, its complete blocks are
 * neither cut nor weighed again.
 */
export function growingPieces(): (text: string) => readonly Piece[] {
  let before = '';
  /** Where the last block begins, and the weighed pieces before it. */
  let start = 0;
  let complete: ReturnType<typeof weigh> = [];
  return (text) => {
    if (!text.startsWith(before)) [start, complete] = [0, []];
    const blocks = splitBlocks(text.slice(start));
    const last = blocks.pop()!;
    if (blocks.length > 0) complete = [...complete, ...blocks.flatMap(weigh)];
    start = text.length - last.length;
    before = text;
    return piecesOf([...complete, ...weigh(last)]);
  };
}
