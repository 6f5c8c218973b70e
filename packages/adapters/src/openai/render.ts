import {
  askMessages,
  type Block,
  isImage,
  isText,
  type JsonObject,
  type Message,
  type Prefix,
  type Turn,
  type WarmMethod,
  warmMessages,
} from '@forewarm/core';
import { inputEnds, layOut } from '../backend/breakpoints.js';
import { dataUrl } from '../backend/dataUrl.js';
import type { Keeping } from './model.js';

/** OpenAI's fewest; a warm discards them. */
const FEW_TOKENS = 16;

export function renderWarm(prefix: Prefix, keeping: Keeping, method: WarmMethod): JsonObject {
  const body = render(prefix, warmMessages(prefix), keeping);
  if (method === 'prewarm') return { ...body, ...cacheOptions(keeping, true) };
  return { ...body, ...cacheOptions(keeping), max_output_tokens: method === 'one-token' ? 1 : FEW_TOKENS };
}

/** Equals the warm up to the last breakpoint. */
export function renderAsk(prefix: Prefix, turn: Turn, keeping: Keeping, maxTokens: number | undefined): JsonObject {
  return {
    ...render(prefix, askMessages(prefix, turn), keeping),
    ...cacheOptions(keeping),
    ...(maxTokens !== undefined && { max_output_tokens: maxTokens }),
    stream: true,
  };
}

/** Fields that differ come last. */
function render(prefix: Prefix, messages: readonly Message[], { ttl }: Keeping): JsonObject {
  const marks = ttl === null ? [] : inputEnds(prefix.ends, prefix.messages);
  const {
    tools,
    system,
    messages: asked,
  } = layOut<JsonObject>(prefix, messages, {
    tool: ({ name, description, inputSchema }) => ({
      type: 'function',
      name,
      ...(description !== undefined && { description }),
      parameters: inputSchema,
      strict: false,
    }),
    block: blockOf,
    mark: (item, end) =>
      marks.includes(end) && item['type'] !== 'function'
        ? { ...item, prompt_cache_breakpoint: { mode: 'explicit' } }
        : item,
  });
  const items = system.length > 0 ? [{ role: 'system', content: system }, ...asked] : asked;
  return {
    model: prefix.model,
    // Unless the app asks for it.
    store: false,
    prompt_cache_key: prefix.base.slice(0, 32),
    ...prefix.settings,
    ...(tools.length > 0 && { tools }),
    // llama.cpp answers only items with `type`.
    input: items.map((item) => ({ type: 'message', ...item })),
  };
}

/** An automatic breakpoint would fall on the question, so each ask would pay for it. */
function cacheOptions({ ttl }: Keeping, prewarm = false): JsonObject {
  if (ttl === null) return {};
  return { prompt_cache_options: { mode: 'explicit', ttl, ...(prewarm && { prewarm }) } };
}

function blockOf(block: Block, role: Message['role'] | 'system'): JsonObject {
  if (isText(block)) return { type: role === 'assistant' ? 'output_text' : 'input_text', text: block.text };
  return isImage(block) ? { type: 'input_image', image_url: dataUrl(block), detail: 'auto' } : block;
}
