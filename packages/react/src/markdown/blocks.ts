const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const LIST = /^ {0,3}([-*+]|\d{1,9}[.)])(\s|$)/;
/** A line that may belong to the list before a blank line: indented, or the next item, be it only begun. */
const LIST_GOES_ON = /^(\s|[-*+](\s|$)|\d{1,9}([.)](\s|$)|$))/;

/**
 * Cuts Markdown into pieces that can be rendered apart, at blank lines outside of fenced code and lists. While an answer streams in, only the last piece
 * changes, so that the rest need not be parsed again for each frame.
 */
export function splitBlocks(markdown: string): string[] {
  const blocks: string[] = [];
  let lines: string[] = [];
  let fence: string | null = null;
  for (const line of markdown.split('\n')) {
    const mark = FENCE.exec(line)?.[1];
    const after = fence === null && lines.at(-1)?.trim() === '' && line.trim() !== '';
    if (after && !(LIST.test(lines[0]!) && LIST_GOES_ON.test(line))) {
      blocks.push(lines.join('\n'));
      lines = [];
    }
    lines.push(line);
    if (fence === null) fence = mark ?? null;
    else if (mark?.startsWith(fence) && line.trim() === mark) fence = null;
  }
  return [...blocks, lines.join('\n')];
}
