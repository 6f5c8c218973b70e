import { splitBlocks } from './blocks.js';
import { type Piece, piecesOf, weigh } from './tame.js';

/**
 * Makes a function that cuts a text into pieces, and goes on from the text before where that has
 * only grown: what stands before its last block is neither cut nor weighed again.
 */
export function growingPieces(): (text: string) => readonly Piece[] {
  let before = '';
  /** Where the last block of that text begins, and the weighed pieces before it. */
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
