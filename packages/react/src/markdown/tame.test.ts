import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { Markdown } from './Markdown.js';
import { isTame } from './tame.js';

const nested = (mark: string, depth: number): string =>
  Array.from({ length: depth }, (_, level) => `${' '.repeat(level * 2)}${mark} x`).join('\n');

describe('is read as Markdown', () => {
  test.each([
    ['text', 'A paragraph of **text** with `code`. '.repeat(200)],
    ['a rule', '-'.repeat(80)],
    ['a rule with spaces', '* * * * * * * *'],
    ['a list eight deep', nested('-', 8)],
    ['a quote in a quote', '> > > said'],
    ['a table of 200 rows', `| a | b | c |\n|---|---|---|\n${'| 1 | 2 | 3 |\n'.repeat(200)}`],
    [
      'a long list',
      '1. **An item**, and `what` is to be said of it, [at length](https://example.org/page).\n'.repeat(300),
    ],
    ['code of a thousand lines', `\`\`\`c\n${'  /******** a[i] = b[i]; ********/\n'.repeat(1_000)}\`\`\``],
    ['code with a banner', `\`\`\`c\n/${'*'.repeat(200)}/\n\`\`\``],
  ])('%s', (_, text) => expect(isTame(text)).toBe(true));
});

/** What a parser took seconds for, or all of the stack. */
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
  ['a fence that is never closed', `\`\`\`\n${'x'.repeat(1_000_000)}`],
];

describe('is plain text, every character of it', () => {
  test.each(HOSTILE)('%s', (_, text) => {
    expect(isTame(text)).toBe(false);
    const html = renderToStaticMarkup(createElement(Markdown, { text: `Before.\n\n${text}\n` }));
    expect(html).toContain('<p>Before.</p>');
    expect(html).toContain('data-forewarm="plain"');
    expect(html.replaceAll(/<[^>]*>/g, '').replaceAll('&gt;', '>').length).toBeGreaterThanOrEqual(text.length);
  });
});
