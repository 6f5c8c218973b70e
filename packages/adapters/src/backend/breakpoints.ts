import type { Block, Message, Prefix } from '@forewarm/core';

/** All APIs take four. */
const MAX_BREAKPOINTS = 4;

/** The first, which all conversations share, and the latest. */
export function latestEnds(ends: readonly number[]): readonly number[] {
  return ends.length <= MAX_BREAKPOINTS ? ends : [ends[0]!, ...ends.slice(1 - MAX_BREAKPOINTS)];
}

/** For APIs that mark only input: an answer's mark moves to its question. */
export function inputEnds(
  ends: readonly number[],
  messages: readonly { readonly role: string; readonly content: readonly object[] }[],
): readonly number[] {
  const roles = messages.flatMap(({ role, content }) => content.map(() => role));
  const moved = ends.map((end) => roles.findLastIndex((role, index) => index < end && role !== 'assistant') + 1);
  return latestEnds([...new Set(moved)]);
}

interface Form<Item> {
  readonly tool: (tool: Prefix['tools'][number]) => Item;
  readonly block: (block: Block, role: Message['role'] | 'system') => Item;
  readonly mark: (item: Item, end: number) => Item;
}

/** End 0 is the last system block, else the last tool; then each block counts. */
export function layOut<Item>({ tools, system }: Prefix, messages: readonly Message[], form: Form<Item>) {
  const markLast = (item: Item, index: number, { length }: readonly unknown[]): Item =>
    index === length - 1 ? form.mark(item, 0) : item;
  const writtenTools = tools.map(form.tool);
  let end = 0;
  return {
    tools: system.length > 0 ? writtenTools : writtenTools.map(markLast),
    system: system.map((block) => form.block(block, 'system')).map(markLast),
    messages: messages.map((message) => ({
      ...message,
      content: message.content.map((block) => form.mark(form.block(block, message.role), ++end)),
    })),
  };
}
