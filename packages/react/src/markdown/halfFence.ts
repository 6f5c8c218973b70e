/** A last line that may become a fence with the next piece: one or two of its three marks. */
const HALF = /^[\s>]*(`{1,2}|~{1,2})$/;

/**
 * A text as it comes in, without the half of a fence at its end, which would be drawn as text for a
 * moment. Looks at the last line alone.
 */
export function withoutHalfFence(text: string): string {
  const start = text.lastIndexOf('\n') + 1;
  return text.length - start < 100 && HALF.test(text.slice(start)) ? text.slice(0, start) : text;
}
