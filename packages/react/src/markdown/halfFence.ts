const HALF = /^[\s>]*(`{1,2}|~{1,2})$/;

/** Drops one or two fence marks at the end, which would flash as text. */
export function withoutHalfFence(text: string): string {
  const start = text.lastIndexOf('\n') + 1;
  return text.length - start < 100 && HALF.test(text.slice(start)) ? text.slice(0, start) : text;
}
