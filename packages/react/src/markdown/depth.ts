/** Nesting of quotes and list items that is read as Markdown. */
export const MAX_DEPTH = 16;

const MARKER = /^(?:>|(?:[-*+]|\d{1,9}[.)])(?= |$))/;
const RULE = /^([-*_])[ ]*(?:\1[ ]*){2,}$/;

/** The width of a list item's indentation; 0 for a quote. */
type Containers = readonly number[];

/**
 * How deep containers nest in CommonMark, and how many lines open several; stops beyond
 * `MAX_DEPTH`.
 */
export function containersOf(lines: readonly string[]): { readonly depth: number; readonly several: number } {
  let open: Containers = [];
  let depth = 0;
  let several = 0;
  for (const tabbed of lines) {
    const line = expandTabs(tabbed);
    const { goOn, at } = goingOn(line, open);
    const begun = opening(line, at, MAX_DEPTH + 1 - goOn);
    if (begun.length > 1) several++;
    // A line that opens nothing may continue containers it doesn't name.
    if (begun.length > 0) open = [...open.slice(0, goOn), ...begun];
    depth = Math.max(depth, open.length);
    if (depth > MAX_DEPTH) break;
  }
  return { depth, several };
}

function goingOn(line: string, open: Containers): { readonly goOn: number; readonly at: number } {
  let at = 0;
  let goOn = 0;
  for (const width of open) {
    const indent = spacesAt(line, at);
    if (width > 0) {
      if (indent < width) break;
      at += width;
    } else {
      if (indent > 3 || line[at + indent] !== '>') break;
      at += indent + (line[at + indent + 1] === ' ' ? 2 : 1);
    }
    goOn++;
  }
  return { goOn, at };
}

function opening(line: string, from: number, most: number): Containers {
  const begun: number[] = [];
  for (let at = from; begun.length < most;) {
    const indent = spacesAt(line, at);
    const marker = indent > 3 ? undefined : MARKER.exec(line.slice(at + indent, at + indent + 11))?.[0];
    if (marker === undefined || RULE.test(line.slice(at + indent))) break;
    const spaces = spacesAt(line, at + indent + marker.length);
    // More than four spaces after a marker are one, then indented code.
    const after = marker === '>' ? Math.min(spaces, 1) : spaces > 4 ? 1 : spaces;
    begun.push(marker === '>' ? 0 : indent + marker.length + Math.max(after, 1));
    at += indent + marker.length + after;
  }
  return begun;
}

function spacesAt(line: string, at: number): number {
  let end = at;
  while (line[end] === ' ') end++;
  return end - at;
}

function expandTabs(line: string): string {
  if (!line.includes('\t')) return line;
  let expanded = '';
  for (const [n, piece] of line.split('\t').entries()) {
    if (n > 0) expanded += ' '.repeat(4 - (expanded.length % 4));
    expanded += piece;
  }
  return expanded;
}
