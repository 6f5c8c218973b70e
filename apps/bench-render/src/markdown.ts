import { renderMarkdown } from '@forewarm/react/markdown';
import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { drawPiece } from '../../../packages/react/src/markdown/drawPiece.js';
import { growingPieces } from '../../../packages/react/src/markdown/growingPieces.js';

/**
 * What takes a parser and a renderer longest, repeated: as one block, and as blocks of forty lines.
 */
const PARTS = [
  '[a](b) ',
  '[a](<b> "c") ',
  '![a](b) ',
  '**a*b ',
  '_a_ ',
  '**a',
  '&amp;_',
  '`a` ',
  '<a href="b">',
  'a@b.cd ',
  'www.a.bc ',
  'http://a.b ',
  '> - ',
  ' + >',
  '**"',
  'a ',
  '1. a\n',
  '- a\n',
  '- [ ] a\n',
  '  - b\n',
  '> - a\n',
  'a\n=\n',
  '# a\n',
  '[^1]: a\n',
  '[a]: b\n',
  'a  \n',
  '| a | b |\n|-|-|\n',
  '1. a\n   > b\n',
  '1. a\n[a](<b> "c") <a href="b">\n',
];
const ORDINARY =
  '## Part\n\nText with **bold** and `code`, about [a page](https://example.org).\n\n- one\n- two\n- three\n\n';
const LENGTH = 100_000;
/** Close together, since a block beyond its bound is plain text and takes next to nothing. */
const SIZES = Array.from({ length: 22 }, (_, n) => Math.round(1_000 * 1.25 ** n)).filter((size) => size <= LENGTH);
const PER_BLOCK_MS = 100;
const IN_ALL_MS = 1_000;

const repeated = (part: string, length: number): string =>
  part.repeat(Math.ceil(length / part.length)).slice(0, length);

/** Milliseconds of processor time, so that other work on the machine counts less. */
function drawn(node: ReactNode): number {
  const before = process.cpuUsage();
  renderToStaticMarkup(node);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function median(node: ReactNode): number {
  return [drawn(node), drawn(node), drawn(node)].toSorted((a, b) => a - b)[1]!;
}

function dearest(part: string): number {
  const blocks = SIZES.map((size) => {
    const [piece] = growingPieces()(repeated(part, size));
    const node = createElement(() => drawPiece(piece!));
    return { node, ms: drawn(node) };
  });
  return median(blocks.reduce((most, block) => (block.ms > most.ms ? block : most)).node);
}

for (let n = 0; n < 20; n++) drawn(renderMarkdown(ORDINARY.repeat(10)));
const ordinary = median(renderMarkdown(repeated(ORDINARY, 10_000)));
const rows = PARTS.map((part) => {
  const block = dearest(part);
  const texts = [repeated(part, LENGTH), repeated(`${part.repeat(40)}\n\n`, LENGTH)];
  return { part, block, all: Math.max(...texts.map((text) => median(renderMarkdown(text)))) };
});
console.log(`10 kB of ordinary Markdown: ${ordinary.toFixed(0)} ms. Most for up to 100 kB of:`);
for (const { part, block, all } of rows.toSorted((a, b) => b.block - a.block)) {
  const times = `${block.toFixed(0)} ms (${(block / ordinary).toFixed(1)}×) a block, ${all.toFixed(0)} ms in all`;
  console.log(`${JSON.stringify(part).padEnd(40)} ${times}`);
}
const worst = (of: 'block' | 'all'): number => Math.max(...rows.map((row) => row[of]));
if (worst('block') > PER_BLOCK_MS || worst('all') > IN_ALL_MS) {
  console.log(`More than ${PER_BLOCK_MS} ms a block or ${IN_ALL_MS} ms in all.`);
  process.exitCode = 1;
}
