import { describe, expect, test } from 'vitest';
import { splitBlocks } from './blocks.js';

describe('splitBlocks', () => {
  test.each([
    ['paragraphs', 'one\n\ntwo', ['one\n', 'two']],
    ['a line that goes on', 'one\ntwo', ['one\ntwo']],
    ['fenced code', '```js\na\n\nb\n```\n\nafter', ['```js\na\n\nb\n```\n', 'after']],
    ['a fence within a longer one', '````\n```\n\n```\n````\n\nafter', ['````\n```\n\n```\n````\n', 'after']],
    ['a fence that is not closed yet', 'one\n\n~~~\na\n\nb', ['one\n', '~~~\na\n\nb']],
    ['a loose list', '- a\n\n- b\n\n  more of b\n\nafter', ['- a\n\n- b\n\n  more of b\n', 'after']],
    ['a numbered list', '1. a\n\n2. b', ['1. a\n\n2. b']],
    ['a list after code', '```\na\n```\n\n- a', ['```\na\n```\n', '- a']],
    ['text after a list', '- a\n\nb', ['- a\n', 'b']],
    ['code right after text', 'Look:\n```\na\n```\nThere.', ['Look:', '```\na\n```', 'There.']],
    ['code in a list', '- a\n```\nb\n```\nc', ['- a\n```\nb\n```\nc']],
    ['code after code', '```\na\n```\n~~~\nb\n~~~', ['```\na\n```', '~~~\nb\n~~~']],
    ['nothing', '', ['']],
  ])('%s', (_, markdown, blocks) => {
    expect(splitBlocks(markdown)).toEqual(blocks);
    expect(blocks.join('\n')).toBe(markdown);
  });

  test('what has been cut off stays as it is while more comes in', () => {
    const answer = 'First.\n```\ncode\n\nmore\n```\nSo.\n\n- a\n\n- b\n\nLast, with **bold**.';
    let before: string[] = [];
    for (let end = 1; end <= answer.length; end++) {
      const blocks = splitBlocks(answer.slice(0, end));
      expect(blocks.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
      before = blocks;
    }
  });
});
