import fc from 'fast-check';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { splitBlocks } from './blocks.js';
import { Markdown } from './Markdown.js';
import { isTame, MAX_WORK, MAX_WORK_IN_ALL, piecesOf, weigh, workOf } from './tame.js';

const nested = (mark: string, depth: number): string =>
  Array.from({ length: depth }, (_, level) => `${' '.repeat(level * 2)}${mark} x`).join('\n');

describe('is read as Markdown', () => {
  test.each([
    ['text', 'A paragraph of **text** with `code`. '.repeat(200)],
    ['a rule', '-'.repeat(80)],
    ['a rule with spaces', '* * * * * * * *'],
    ['emphasis many times', '**a** _b_ ~~c~~ snake_case_name 2*3*4 (*d*) '.repeat(100)],
    ['a list eight deep', nested('-', 8)],
    ['a quote in a quote', '> > > said'],
    ['a table of 200 rows', `| a | b | c |\n|---|---|---|\n${'| 1 | 2 | 3 |\n'.repeat(200)}`],
    ['code of a thousand lines', `\`\`\`c\n${'  /******** a[i] = b[i]; ********/\n'.repeat(1_000)}\`\`\``],
    ['code with a banner', `\`\`\`c\n/${'*'.repeat(200)}/\n\`\`\``],
  ])('%s', (_, text) => expect(isTame(text)).toBe(true));
});

/** Texts that took a parser seconds or its whole stack. */
const HOSTILE: [string, string][] = [
  ['quotes in quotes', `${'> '.repeat(5_000)}deep`],
  ['quotes in quotes, tight', `${'>'.repeat(5_000)}deep`],
  ['lists in lists', `${'- '.repeat(5_000)}deep`],
  ['lists in lists, many times', '- - a\n'.repeat(1_000)],
  ['numbers in numbers', `${'1. '.repeat(5_000)}deep`],
  ['lists within lists, line by line', nested('-', 500)],
  ['stars', '*'.repeat(20_000)],
  ['brackets', '['.repeat(20_000)],
  ['emphasis that never ends', '*a_ '.repeat(20_000)],
  ['strikes that never end', '~~a'.repeat(20_000)],
  ['links that never end', '[a]('.repeat(20_000)],
  ['code that never ends', Array.from({ length: 400 }, (_, length) => '`'.repeat(length)).join(' ')],
  ['a table of one row and 10,000 columns', `${'|a'.repeat(10_000)}|\n${'|-'.repeat(10_000)}|`],
  ['headings under headings', 'a\n=\n'.repeat(2_000)],
  ['a table that is mostly missing', `${'|a'.repeat(200)}|\n${'|-'.repeat(200)}|\n${'|\n'.repeat(4_000)}`],
  ['quotes and lists in turn', '> - '.repeat(700)],
  ['lists and quotes in turn', ' + >'.repeat(12_000)],
  ['numbers and quotes in turn', '> 1) '.repeat(700)],
  ['lists within lists, by tabs', Array.from({ length: 60 }, (_, n) => `${'\t'.repeat(n)}-\ta`).join('\n')],
  ['lists that go on after a lazy line', `${'- '.repeat(4)}a\nb\n${' '.repeat(8)}${'> - '.repeat(20)}`],
  ['what only looks like code', `\`\`\` a\`b\n${'> - '.repeat(700)}`],
  ['emphasis in emphasis', `${'*a '.repeat(900)}${'b* '.repeat(900)}`],
  ['emphasis in emphasis, of two kinds', `${'*a b_ '.repeat(900)}${'b* '.repeat(900)}`],
  ['addresses', 'a@b.co '.repeat(7_000)],
  ['a fence that is never closed', `\`\`\`\n${'x'.repeat(1_000_000)}`],
];

describe('is plain text, every character of it', () => {
  test.each(HOSTILE)('%s', (_, text) => {
    const html = renderToStaticMarkup(createElement(Markdown, { text: `Before.\n\n${text}\n` }));
    expect(html).toContain('<p>Before.</p>');
    expect(html).toContain('data-forewarm="plain"');
    expect(html.replaceAll(/<[^>]*>/g, '').replaceAll('&gt;', '>').length).toBeGreaterThanOrEqual(text.length);
  });
});

describe('all of a text has a budget', () => {
  test.each([
    ['pieces', 'a\n\n'],
    ['headings', '# a\n\n'],
    ['lists', `${'- **a** `b` [c](d)\n'.repeat(100)}\n\nx\n\n`],
  ])('100 kB of %s: what is within it is drawn, the rest is one plain piece', (_, part) => {
    const blocks = splitBlocks(part.repeat(Math.ceil(100_000 / part.length)));
    const pieces = piecesOf(blocks.flatMap(weigh));
    expect(pieces[0]!.tame).toBe(true);
    expect(pieces.at(-1)!.tame).toBe(false);
    expect(pieces.map(({ text }) => text).join('\n')).toBe(blocks.join('\n'));
    const work = pieces.filter(({ tame: drawn }) => drawn).reduce((sum, { text }) => sum + workOf(text), 0);
    expect(work).toBeLessThanOrEqual(MAX_WORK_IN_ALL);
  });

  test('a list too long for one piece is several lists, cut before an item, and its numbers go on', () => {
    const item = (n: number): string =>
      `${n + 1}. **An item**, and \`what\` is to be said of it, [at length](https://example.org/page).\n\n     - more\n`;
    const text = Array.from({ length: 300 }, (_, n) => item(n)).join('');
    const pieces = piecesOf(splitBlocks(text).flatMap(weigh));
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.map((piece) => piece.text).join('\n')).toBe(text);
    const html = renderToStaticMarkup(createElement(Markdown, { text }));
    expect(html.match(/<ol/g)).toHaveLength(pieces.length);
    expect(html.match(/<li>\s*<p><strong>/g)).toHaveLength(300);
    const starts = pieces.slice(1).map((piece) => /^\d+/.exec(piece.text)?.[0]);
    expect(Array.from(html.matchAll(/<ol start="(\d+)"/g), ([, start]) => start)).toEqual(starts);
  });

  test('which an answer of 100 kB that somebody would write is well within', () => {
    const part =
      '## Part\n\nText with **bold** and `code`, about [a page](https://example.org).\n\n- one\n- two\n- three\n\n';
    const pieces = piecesOf(splitBlocks(`${part}${'More of the text. '.repeat(40)}\n\n`.repeat(120)).flatMap(weigh));
    expect(pieces.every(({ tame: drawn }) => drawn)).toBe(true);
  });
});

/** Nested containers and their contents, on one line and on many. */
const grammar = fc.letrec<{ text: string; inline: string; line: string }>((tie) => ({
  inline: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b c', '<b>', '&amp;', 'www.a.b', 'a@b.co', '[^1]', '|', '\\', '`'),
    fc.tuple(fc.constantFrom('*', '**', '_', '~~', '`'), tie('inline')).map(([mark, text]) => mark + text + mark),
    fc.tuple(fc.constantFrom('[', '!['), tie('inline')).map(([mark, text]) => `${mark}${text}](u)`),
  ),
  line: fc.oneof(
    tie('inline'),
    fc.constantFrom(
      '```',
      '~~~ js',
      '---',
      '=',
      '# h',
      '| a | b |',
      '|-|-|',
      '<div>',
      '<!--',
      '[^1]: x',
      '[a]: u',
      '',
      '\t',
    ),
    fc
      .tuple(fc.array(fc.constantFrom('> ', '>', '- ', ' + ', '1. ', '*\t', '    '), { maxLength: 40 }), tie('inline'))
      .map(([marks, text]) => marks.join('') + text),
  ),
  text: fc
    .array(fc.tuple(tie('line'), fc.integer({ min: 1, max: 30 })), { maxLength: 20 })
    .map((lines) => lines.map(([line, times]) => `${line}\n`.repeat(times)).join('')),
}));

/**
 * No element costs less: a strong one takes six marks, a line at least its item, list and
 * paragraph.
 */
const STEPS_PER_ELEMENT = 20;

const deepest = (html: string): number => {
  let depth = 0;
  let most = 0;
  for (const [, close, name] of html.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
    if (name === 'br' || name === 'hr' || name === 'input') continue;
    depth += close ? -1 : 1;
    most = Math.max(most, depth);
  }
  return most;
};

test('whatever stands in whatever, it is drawn or plain: never an error, never deep', () => {
  fc.assert(
    fc.property(grammar.text, fc.integer({ min: 1, max: 60 }), (text, times) => {
      const html = renderToStaticMarkup(createElement(Markdown, { text: text.repeat(times).slice(0, 8_000) }));
      expect(deepest(html)).toBeLessThan(120);
    }),
    { numRuns: 25 },
  );
});

test('100 kB of anything: no piece and no text has more elements than its work allows, and each character is there', () => {
  const one = fc.array(grammar.line, { minLength: 1, maxLength: 3 });
  const joined = fc.tuple(one, fc.constantFrom(' ', '', '\n', '\n\n')).map(([parts, by]) => parts.join(by) + by);
  fc.assert(
    fc.property(joined, (part) => {
      const text = part.repeat(Math.ceil(100_000 / Math.max(1, part.length))).slice(0, 100_000);
      const pieces = piecesOf(splitBlocks(text).flatMap(weigh));
      expect(pieces.map((piece) => piece.text).join('\n')).toBe(text);
      const drawn = pieces.filter(({ tame }) => tame).map((piece) => workOf(piece.text));
      expect(Math.max(0, ...drawn)).toBeLessThanOrEqual(MAX_WORK);
      expect(drawn.reduce((sum, work) => sum + work, 0)).toBeLessThanOrEqual(MAX_WORK_IN_ALL);
      const elements = renderToStaticMarkup(createElement(Markdown, { text })).match(/<[a-z]/g)!.length;
      expect(elements).toBeLessThanOrEqual(MAX_WORK_IN_ALL / STEPS_PER_ELEMENT);
    }),
    { numRuns: 10 },
  );
}, 60_000);

test('one line of containers in one another, in any order, is drawn only where it is shallow', () => {
  const marks = fc.array(fc.constantFrom('> ', '- ', '+ ', '1. ', '>', ' > ', '2) '), {
    minLength: 40,
    maxLength: 2_000,
  });
  fc.assert(
    fc.property(marks, (line) => {
      const text = `${line.join('')}x`;
      const html = renderToStaticMarkup(createElement(Markdown, { text }));
      expect(html).toContain('data-forewarm="plain"');
      expect(deepest(html)).toBeLessThan(5);
    }),
    { numRuns: 60 },
  );
});
