'use client';
import { memo, type ReactNode, useState } from 'react';
import { growingPieces } from './growingPieces.js';
import { withoutHalfFence } from './halfFence.js';
import type { Piece as PieceOf } from './tame.js';

type Draw = (piece: PieceOf) => ReactNode;

const Piece = memo(function MarkdownPiece({ text, tame, draw }: PieceOf & { draw: Draw }): ReactNode {
  return draw({ text, tame });
});

/** Calls `draw` only for changed pieces. */
export function Pieces({ text, draw }: { text: string; draw: Draw }): ReactNode {
  const [cut] = useState(growingPieces);
  return (
    <div data-forewarm="markdown">
      {cut(withoutHalfFence(text)).map((piece, index) => (
        <Piece key={index} {...piece} draw={draw} />
      ))}
    </div>
  );
}
