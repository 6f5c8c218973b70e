import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import { drawPiece } from './drawPiece.js';
import { Pieces } from './Pieces.js';
import type { Piece } from './tame.js';

const ANSWER = [
  '## Part one',
  'Text with **bold** and `code`, about [a page](https://example.org).',
  '- one\n- two\n  - three\n- four',
  '| a | b |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |',
  `\`\`\`ts\n${'let page = 1;\n'.repeat(60)}\`\`\``,
  'And **more** of it.',
].join('\n\n');
const STEP = 8;

test('while an answer comes in, only the block that grows is read again', () => {
  const reads: string[] = [];
  const draw = (piece: Piece): ReactNode => {
    reads.push(piece.text);
    return drawPiece(piece);
  };
  const { rerender, container } = render(<Pieces text="" draw={draw} />);
  let most = 0;
  for (let end = STEP; end < ANSWER.length + STEP; end += STEP) {
    const before = reads.length;
    rerender(<Pieces text={ANSWER.slice(0, end)} draw={draw} />);
    most = Math.max(most, reads.length - before);
  }
  // The block that ended and the one that begins.
  expect(most).toBe(2);
  const blocks = ANSWER.split(/\n\n(?=[^ ])/).length;
  expect(blocks).toBe(6);
  // One read per step, and one more per block, for its last text.
  expect(reads.length).toBeLessThanOrEqual(1 + Math.ceil(ANSWER.length / STEP) + blocks);
  const whole = render(<Pieces text={ANSWER} draw={drawPiece} />).container;
  expect(container.innerHTML).toBe(whole.innerHTML);
});
