import { askMessages, type Block, isText, type Json, type Message, type Prefix, type Turn } from '@forewarm/core';
import type { ProviderOptions } from './model.js';

/** Anthropic's limit, and the lowest of the providers that take breakpoints. */
const MAX_BREAKPOINTS = 4;

/** What stands for the question in a warm: a provider may render a message of one part unlike one of two, so there is always one to stand there. */
const PLACEHOLDER = '.';

/** What is asked of the model to read a prefix and ask nothing. */
export function renderWarm(prefix: Prefix, control: ProviderOptions, maxTokens: number): object {
  return { ...render(prefix, askMessages(prefix, PLACEHOLDER), control), maxOutputTokens: maxTokens };
}

/** What is asked of the model for an answer: the same as far as the prefix goes, then the question. */
export function renderAsk(prefix: Prefix, turn: Turn, control: ProviderOptions, maxTokens: number | undefined): object {
  const asked = render(prefix, askMessages(prefix, turn.question), control);
  return maxTokens === undefined ? asked : { ...asked, maxOutputTokens: maxTokens };
}

function render(prefix: Prefix, messages: readonly Message[], control: ProviderOptions): object {
  const { ends, system, tools, settings } = prefix;
  const marks = ends.length <= MAX_BREAKPOINTS ? ends : [ends[0]!, ...ends.slice(1 - MAX_BREAKPOINTS)];
  const lastSystem = marks.includes(0) ? system.length - 1 : -1;
  const lastTool = marks.includes(0) && system.length === 0 ? tools.length - 1 : -1;
  const mark = (is: boolean): object => (is ? { providerOptions: control } : {});
  let count = 0;
  return {
    ...settings,
    providerOptions: withoutToolStreaming(settings['providerOptions']),
    ...(tools.length > 0 && {
      tools: tools.map((tool, index) => ({ type: 'function', ...tool, ...mark(index === lastTool) })),
    }),
    prompt: [
      ...system.map((block, index) => ({ role: 'system', content: textOf(block), ...mark(index === lastSystem) })),
      ...messages.map(({ role, content }) => ({
        role,
        content: content.map((block) => ({ ...block, ...mark(marks.includes(++count)) })),
      })),
    ],
  };
}

/** Anthropic's provider writes tools one way for a stream and another way without, which would part the warm from the ask. */
function withoutToolStreaming(options: Json | undefined): ProviderOptions {
  const given = (options ?? {}) as ProviderOptions;
  return { ...given, anthropic: { ...given['anthropic'], toolStreaming: false } };
}

/** The AI SDK takes nothing but text as a system message. */
function textOf(block: Block): string {
  return isText(block) ? block.text : JSON.stringify(block);
}
