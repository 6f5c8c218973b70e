const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const LIST = /^ {0,3}([-*+]|\d{1,9}[.)])(\s|$)/;
/** The line is indented, or an item, even half typed. */
const LIST_GOES_ON = /^(\s|[-*+](\s|$)|\d{1,9}([.)](\s|$)|$))/;

/**
 * Cuts Markdown at blank lines outside fenced code and lists, and around fenced code outside lists:
 * only a growing answer's last piece is parsed again.
 */
export function splitBlocks(markdown: string): string[] {
  const blocks: string[] = [];
  let lines: string[] = [];
  let fence: string | null = null;
  let closed = false;
  for (const line of markdown.split('\n')) {
    const mark = FENCE.exec(line)?.[1];
    const inList = lines.length > 0 && LIST.test(lines[0]!);
    const around = !inList && lines.length > 0 && (closed || mark !== undefined);
    const after = lines.at(-1)?.trim() === '' && !(inList && LIST_GOES_ON.test(line));
    if (fence === null && line.trim() !== '' && (around || after)) {
      blocks.push(lines.join('\n'));
      lines = [];
    }
    lines.push(line);
    closed = mark !== undefined && mark.startsWith(fence ?? ' ') && line.trim() === mark;
    if (fence === null) fence = mark ?? null;
    else if (closed) fence = null;
  }
  return [...blocks, lines.join('\n')];
}
