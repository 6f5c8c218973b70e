import { askMessages, type Block, isText, type JsonObject, type Prefix, type Turn } from '@forewarm/core';
import type { ProviderOptions } from './model.js';
import type { Caching } from './provider.js';
import { type RawMessage, type ThreadMessage, withThread } from './thread.js';
import { type RawTool, toToolSet, type ToolParts } from './tools.js';

/** Anthropic's limit, and the lowest of the providers that take breakpoints. */
const MAX_BREAKPOINTS = 4;

/** What stands for the question in a warm: a provider may render a message of one part unlike one of two, so there is always one to stand there. */
const PLACEHOLDER = '.';

/** What is asked of the model to read a prefix and ask nothing. */
export function renderWarm(prefix: Prefix, caching: Caching, maxTokens: number): object {
  return { ...renderCall(prefix, PLACEHOLDER, caching), maxOutputTokens: maxTokens };
}

/** What is asked of the model for an answer: the same as far as the prefix goes, then the question. */
export function renderAsk(prefix: Prefix, turn: Turn, caching: Caching, maxTokens: number | undefined): object {
  const asked = renderCall(prefix, turn.question, caching);
  return maxTokens === undefined ? asked : { ...asked, maxOutputTokens: maxTokens };
}

/** The same for the SDK's own functions: tools by name, the tool choice as a word, and everything said so far among the messages. */
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
    // They are the prefix's own: a thread with some of its own is refused.
    allowSystemInMessages: true,
  };
}

function renderCall(prefix: Prefix, question: string, caching: Caching): object {
  return render(prefix, askMessages(prefix, question), prefix.ends, caching);
}

interface Rendered {
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
  const marks = latest(ends);
  const inputMarks = openai ? latest(onInput(ends, messages)) : [];
  /** With the breakpoints that are due so many blocks into the messages. */
  const mark = <T extends object>(item: T, at: number): T => {
    const options = { ...(marks.includes(at) && breakpoint), ...(inputMarks.includes(at) && { openai: openai! }) };
    return Object.keys(options).length > 0 ? { ...item, providerOptions: merged(item, options) } : item;
  };
  /** Where the messages begin the prefix has ended; tools stand before the system. */
  const markLast = <T extends object>(item: T, index: number, { length }: readonly unknown[]): T =>
    index === length - 1 ? mark(item, 0) : item;
  const rawTools = tools.map((tool): RawTool => ({ type: 'function', ...tool }));
  let count = 0;
  return {
    // What the SDK's own functions say where nothing is said.
    ...(tools.length > 0 && { toolChoice: { type: 'auto' } }),
    ...settings,
    providerOptions: merged(settings, call),
    ...(tools.length > 0 && { tools: system.length > 0 ? rawTools : rawTools.map(markLast) }),
    prompt: [
      ...system.map((block) => ({ role: 'system', content: textOf(block) })).map(markLast),
      ...messages.map((message) => ({
        ...message,
        content: message.content.map((block) => mark({ ...block }, ++count)),
      })),
    ],
  };
}

/** The end of the base and those of the latest turns. */
function latest(ends: readonly number[]): readonly number[] {
  return ends.length <= MAX_BREAKPOINTS ? ends : [ends[0]!, ...ends.slice(1 - MAX_BREAKPOINTS)];
}

/** OpenAI takes a mark on what goes in only, so that one on an answer moves to its question. */
function onInput(ends: readonly number[], messages: readonly RawMessage[]): readonly number[] {
  const roles = messages.flatMap(({ role, content }) => content.map(() => role));
  const moved = ends.map((end) => roles.findLastIndex((role, index) => index < end && role !== 'assistant') + 1);
  return [...new Set(moved)];
}

/** Its own provider options with more, each provider's by itself. */
function merged(item: { providerOptions?: unknown }, more: ProviderOptions): ProviderOptions {
  const own = (item.providerOptions ?? {}) as ProviderOptions;
  const both = Object.entries(more).map(([name, options]) => [name, { ...own[name], ...options }]);
  return { ...own, ...Object.fromEntries(both) };
}

/** The AI SDK takes nothing but text as a system message. */
function textOf(block: Block): string {
  return isText(block) ? block.text : JSON.stringify(block);
}
