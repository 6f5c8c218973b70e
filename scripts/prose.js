// Checks that comments in TypeScript have at most 100 columns; --fix wraps them.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { ts } from 'ts-morph';

const WIDTH = 100;

/**
 * Last first.
 * @param {string} path
 * @param {string} text
 */
function commentsOf(path, text) {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  /** @type {Map<number, import('ts-morph').ts.CommentRange>} */
  const found = new Map();
  /** @param {import('ts-morph').ts.Node} node */
  const visit = (node) => {
    if (node.kind === ts.SyntaxKind.JsxText) return;
    const leading = ts.getLeadingCommentRanges(text, node.pos) ?? [];
    for (const range of [...leading, ...(ts.getTrailingCommentRanges(text, node.end) ?? [])])
      found.set(range.pos, range);
    for (const child of node.getChildren(file)) visit(child);
  };
  visit(file);
  return [...found.values()].toSorted((a, b) => b.pos - a.pos);
}

/**
 * Keeps backticks and braces on one line.
 * @param {string} prose
 * @param {number} width
 */
function wrap(prose, width) {
  const lines = [''];
  for (const word of prose.match(/(?:`[^`]*`|\{@[^}]*\}|\S)+/g) ?? []) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/**
 * Leaves code alone.
 * @param {readonly string[]} lines
 * @param {number} width
 */
function rewrap(lines, width) {
  /** @type {{ indent: string, text: string, isCode: boolean }[]} */
  const parts = [];
  let isCode = false;
  for (const line of lines) {
    const isFence = line.trim().startsWith('```');
    const last = parts.at(-1);
    const isNew = /^\s*(?:-|\d+\.|@\w+|\|)\s?/.test(line) || line.trim() === '' || isCode || isFence;
    if (isNew || !last || last.isCode || last.text === '') {
      const [mark = ''] = /^\s*(?:-|\d+\.) +/.exec(line) ?? [];
      parts.push({ indent: ' '.repeat(mark.length), text: line.trimEnd(), isCode: isCode || isFence });
    } else last.text += ` ${line.trim()}`;
    if (isFence) isCode = !isCode;
  }
  return parts.flatMap(({ indent, text, isCode: keep }) => {
    if (keep || text.length <= width) return [text];
    return wrap(text, width - indent.length).map((line, index) => (index === 0 ? line : indent + line));
  });
}

/**
 * Wraps a comment.
 * @param {string} comment
 * @param {number} column
 */
function wrapped(comment, column) {
  const margin = ' '.repeat(column);
  if (comment.startsWith('//')) {
    const lines = comment.split('\n').map((line) => line.trim().replace(/^\/\/ ?/, ''));
    return rewrap(lines, WIDTH - column - 3)
      .map((line) => `// ${line}`.trimEnd())
      .join(`\n${margin}`);
  }
  const inner = comment
    .slice(3, -2)
    .trim()
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''));
  const lines = rewrap(inner, WIDTH - column - 3).map((line) => ` * ${line}`.trimEnd());
  return ['/**', ...lines, ' */'].join(`\n${margin}`);
}

const isFix = process.argv.includes('--fix');
const files = execFileSync('git', ['ls-files', 'packages/**.ts', 'packages/**.tsx', 'apps/**.ts', 'apps/**.tsx'], {
  encoding: 'utf8',
});
for (const path of files.trim().split('\n')) {
  let text = readFileSync(path, 'utf8');
  if (!text.split('\n').some((line) => line.length > WIDTH)) continue;
  const before = text;
  const comments = commentsOf(path, text);
  for (const [index, { pos, end, kind }] of comments.entries()) {
    const from = text.lastIndexOf('\n', pos - 1) + 1;
    const isAlone = text.slice(from, pos).trim() === '';
    const column = pos - from;
    const comment = text.slice(pos, end);
    if (comment.split('\n').every((line, at) => (at === 0 ? column : 0) + line.length <= WIDTH)) continue;
    if (!isAlone || comment.startsWith('/*') !== comment.startsWith('/**')) continue;
    if (!isFix) {
      const line = text.slice(0, pos).split('\n').length;
      console.error(`${path}:${line}: a comment has a line of more than ${WIDTH} columns`);
      process.exitCode = 1;
    } else {
      // Adjacent `//` lines are one paragraph.
      let start = pos;
      for (const other of comments.slice(index + 1)) {
        const between = text.slice(other.end, start);
        if (kind !== other.kind || comment.startsWith('/**') || !/^\n[ ]*$/.test(between)) break;
        start = other.pos;
      }
      text = text.slice(0, start) + wrapped(text.slice(start, end), column) + text.slice(end);
      if (start !== pos) comments.splice(index + 1, comments.findIndex(({ pos: at }) => at === start) - index);
    }
  }
  if (text !== before) writeFileSync(path, text);
}
