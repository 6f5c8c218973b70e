/** A fence at the start of its line, and at most one plain word after it. */
const OPENING = /^(`{3,}|~{3,}) ?([\w+#.-]*)$/;

/** Code between fences, as CommonMark reads it. */
export interface FencedCode {
  /** The word after the first fence; empty without one. */
  readonly language: string;
  readonly code: string;
}

/**
 * What a piece holds that is one plain block of fenced code, closed or not; null for all else. It
 * needs no parser, so that code of any length grows at the cost of its drawing.
 */
export function fencedCode(piece: string): FencedCode | null {
  const end = piece.indexOf('\n');
  const [, fence, language] = OPENING.exec(end < 0 ? piece : piece.slice(0, end)) ?? [];
  // A parser replaces these two.
  if (fence === undefined || language === undefined || /[\r\0]/.test(piece)) return null;
  const lines = end < 0 ? [] : piece.slice(end + 1).split('\n');
  const close = lines.findIndex((line) => closes(line, fence));
  if (close < 0) {
    if (lines.at(-1) === '') lines.pop();
  } else if (
    lines
      .splice(close)
      .slice(1)
      .some((line) => line.trim() !== '')
  )
    return null;
  const code = lines.join('\n');
  return { language, code: code === '' ? '' : `${code}\n` };
}

function closes(line: string, fence: string): boolean {
  const mark = line.trim();
  return mark.startsWith(fence) && mark === fence[0]!.repeat(mark.length) && !/^( {4}|\t)/.test(line);
}
