/** The most that all APIs take. */
const MAX_BREAKPOINTS = 4;

/** The first, which all conversations share, and the latest. */
export function latestEnds(ends: readonly number[]): readonly number[] {
  return ends.length <= MAX_BREAKPOINTS ? ends : [ends[0]!, ...ends.slice(1 - MAX_BREAKPOINTS)];
}

/** Ends for APIs that mark only input: a mark on an answer moves to its question. */
export function inputEnds(
  ends: readonly number[],
  messages: readonly { readonly role: string; readonly content: readonly object[] }[],
): readonly number[] {
  const roles = messages.flatMap(({ role, content }) => content.map(() => role));
  const moved = ends.map((end) => roles.findLastIndex((role, index) => index < end && role !== 'assistant') + 1);
  return latestEnds([...new Set(moved)]);
}
