/** A fence, then at most one plain word. */
const OPENING = /^(`{3,}|~{3,}) ?([\w+#.-]*)$/;

export interface FencedCode {
  /** Empty if the fence names none. */
  readonly language: string;
  readonly code: string;
}

/**
 * Reads one fenced block without a parser: long code costs only its drawing. Null for other pieces.
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
