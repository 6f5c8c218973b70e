import {
  askMessages,
  type Block,
  isImage,
  isText,
  type JsonObject,
  type Prefix,
  type Turn,
  warmMessages,
} from '@forewarm/core';
import { inputEnds, latestEnds } from '../backend/breakpoints.js';
import type { ProviderOptions } from './model.js';
import type { Caching } from './provider.js';
import { type RawMessage, type ThreadMessage, withThread } from './thread.js';
import { type RawTool, toToolSet, type ToolParts } from './tools.js';

export function renderWarm(prefix: Prefix, caching: Caching, maxTokens: number): Rendered {
  // A provider may render one part differently from two.
  const messages = warmMessages(prefix, { always: true });
  return { ...render(prefix, messages, prefix.ends, caching), maxOutputTokens: maxTokens };
}

export function renderAsk(prefix: Prefix, turn: Turn, caching: Caching, maxTokens: number | undefined): Rendered {
  const asked = render(prefix, askMessages(prefix, turn), prefix.ends, caching);
  return maxTokens === undefined ? asked : { ...asked, maxOutputTokens: maxTokens };
}

/** The SDK's functions take tools by name, tool choice as a word, and the chat as messages. */
export function renderPrompt(
  prefix: Prefix,
  thread: readonly ThreadMessage[],
  caching: Caching,
  parts: ToolParts,
): object {
  const { messages, ends } = withThread(prefix, thread);
  const { tools, toolChoice, prompt, ...rest } = render(prefix, messages, ends, caching);
  return {
    ...rest,
    ...(tools && { tools: toToolSet(tools, parts) }),
    ...(toolChoice && { toolChoice: toolChoice['type'] === 'tool' ? toolChoice : toolChoice['type'] }),
    messages: prompt,
    // A thread with system messages is refused.
    allowSystemInMessages: true,
  };
}

interface Rendered {
  readonly maxOutputTokens?: number;
  readonly tools?: readonly RawTool[];
  readonly toolChoice?: JsonObject;
  readonly providerOptions: ProviderOptions;
  readonly prompt: readonly object[];
}

function render(
  { system, tools, settings }: Prefix,
  messages: readonly RawMessage[],
  ends: readonly number[],
  { breakpoint: { openai, ...breakpoint }, call }: Caching,
): Rendered {
  const marks = latestEnds(ends);
  const inputMarks = openai ? inputEnds(ends, messages) : [];
  const mark = <T extends object>(item: T, at: number): T => {
    const options = { ...(marks.includes(at) && breakpoint), ...(inputMarks.includes(at) && { openai: openai! }) };
    return Object.keys(options).length > 0 ? { ...item, providerOptions: merged(item, options) } : item;
  };
  /** The first breakpoint goes on the last system block, or on the last tool. */
  const markLast = <T extends object>(item: T, index: number, { length }: readonly unknown[]): T =>
    index === length - 1 ? mark(item, 0) : item;
  const rawTools = tools.map((tool): RawTool => ({ type: 'function', ...tool }));
  let count = 0;
  return {
    // The SDK's default.
    ...(tools.length > 0 && { toolChoice: { type: 'auto' } }),
    ...settings,
    providerOptions: merged(settings, call),
    ...(tools.length > 0 && { tools: system.length > 0 ? rawTools : rawTools.map(markLast) }),
    prompt: [
      ...system.map((block) => ({ role: 'system', content: textOf(block) })).map(markLast),
      ...messages.map((message) => ({
        ...message,
        content: message.content.map((block) => mark(partOf(block as Block), ++count)),
      })),
    ],
  };
}

function merged(item: { providerOptions?: unknown }, more: ProviderOptions): ProviderOptions {
  const own = (item.providerOptions ?? {}) as ProviderOptions;
  const both = Object.entries(more).map(([name, options]) => [name, { ...own[name], ...options }]);
  return { ...own, ...Object.fromEntries(both) };
}

/** Every version of the SDK knows an image as a file. */
function partOf(block: Block): object {
  return isImage(block) ? { ...block, type: 'file' } : { ...block };
}

/** System messages are text only. */
function textOf(block: Block): string {
  return isText(block) ? block.text : JSON.stringify(block);
}
