import {
  askMessages,
  type Block,
  isImage,
  isText,
  type JsonObject,
  type Message,
  type Prefix,
  type Turn,
  warmMessages,
} from '@forewarm/core';
import { inputEnds, latestEnds, layOut } from '../backend/breakpoints.js';
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

/** The SDK's functions take tools by name and tool choice as a word. */
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
    // `withThread` refuses them from the chat.
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
  prefix: Prefix,
  messages: readonly RawMessage[],
  ends: readonly number[],
  { breakpoint: { openai, ...breakpoint }, call }: Caching,
): Rendered {
  const marks = latestEnds(ends);
  const inputMarks = openai ? inputEnds(ends, messages) : [];
  const { tools, system, ...rest } = layOut<object>(prefix, messages as readonly Message[], {
    tool: (tool) => ({ type: 'function', ...tool }),
    block: (block, role) => (role === 'system' ? { role, content: textOf(block) } : partOf(block)),
    mark: (item, end) => {
      const options = { ...(marks.includes(end) && breakpoint), ...(inputMarks.includes(end) && { openai: openai! }) };
      return Object.keys(options).length > 0 ? { ...item, providerOptions: merged(item, options) } : item;
    },
  });
  return {
    // The SDK's default.
    ...(tools.length > 0 && { toolChoice: { type: 'auto' } }),
    ...prefix.settings,
    providerOptions: merged(prefix.settings, call),
    ...(tools.length > 0 && { tools: tools as RawTool[] }),
    prompt: [...system, ...rest.messages],
  };
}

function merged(item: { providerOptions?: unknown }, more: ProviderOptions): ProviderOptions {
  const own = (item.providerOptions ?? {}) as ProviderOptions;
  const both = Object.entries(more).map(([name, options]) => [name, { ...own[name], ...options }]);
  return { ...own, ...Object.fromEntries(both) };
}

/** Every SDK version takes an image as a file. */
function partOf(block: Block): object {
  return isImage(block) ? { ...block, type: 'file' } : { ...block };
}

/** System messages are text. */
function textOf(block: Block): string {
  return isText(block) ? block.text : JSON.stringify(block);
}
