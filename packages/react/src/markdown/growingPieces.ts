import { splitBlocks } from './blocks.js';
import { type Piece, piecesOf, weigh } from './tame.js';

/** Cuts a text into pieces; of one that has only grown, only its end. */
export function growingPieces(): (text: string) => readonly Piece[] {
  let before = '';
  /** Where the last block begins. */
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
