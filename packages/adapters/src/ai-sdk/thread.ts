import { invalidOption, type Prefix } from '@forewarm/core';

/** Any SDK version's `ModelMessage`. */
export interface ThreadMessage {
  readonly role: string;
  readonly content: string | readonly object[];
}

export interface RawMessage {
  readonly role: string;
  readonly content: readonly object[];
}

const ROLES: readonly string[] = ['user', 'assistant', 'tool'];

/**
 * Appends a chat; returns where the prefix and each answered turn end. As in `askMessages`, the
 * question joins a user message before it.
 */
export function withThread(
  prefix: Prefix,
  thread: readonly ThreadMessage[],
): { messages: readonly RawMessage[]; ends: readonly number[] } {
  const messages: RawMessage[] = [...prefix.messages];
  const ends = [...prefix.ends];
  let count = messages.reduce((sum, { content }) => sum + content.length, 0);
  let markable = count;
  let before: string | null = null;
  for (const [index, message] of thread.entries()) {
    const { role, content } = message;
    if (!ROLES.includes(role)) {
      const allowed = `one of ${ROLES.join(', ')}; instructions belong into the prefix`;
      throw invalidOption('aiSdk.promptOf', `messages[${index}].role`, role, allowed);
    }
    const parts = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
    if (role === 'user' && before !== null && before !== 'user') ends.push(markable);
    for (const part of parts) {
      count++;
      if (takesBreakpoint(part)) markable = count;
    }
    const last = messages.at(-1);
    if (before === null && role === 'user' && last?.role === 'user') {
      messages[messages.length - 1] = { ...last, content: [...last.content, ...parts] };
    } else {
      messages.push({ ...message, content: parts });
    }
    before = role;
  }
  return { messages, ends };
}

/** Providers refuse a breakpoint on reasoning; the SDK drops empty text and approvals. */
function takesBreakpoint(part: { type?: string; text?: string }): boolean {
  return part.type !== 'reasoning' && part.text !== '' && !part.type?.startsWith('tool-approval');
}
