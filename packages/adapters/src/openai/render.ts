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
import { inputEnds } from '../backend/breakpoints.js';
import { dataUrl } from '../backend/dataUrl.js';
import type { Keeping } from './model.js';

/** Fewest output tokens that OpenAI takes; a warm discards them. */
const FEW_TOKENS = 16;

export function renderWarm(prefix: Prefix, keeping: Keeping, method: WarmMethod): JsonObject {
  const body = render(prefix, warmMessages(prefix), keeping);
  if (method === 'prewarm') return { ...body, ...cacheOptions(keeping, true) };
  return { ...body, ...cacheOptions(keeping), max_output_tokens: method === 'one-token' ? 1 : FEW_TOKENS };
}

/** Identical to the warm up to the last breakpoint, then the question. */
export function renderAsk(prefix: Prefix, turn: Turn, keeping: Keeping, maxTokens: number | undefined): JsonObject {
  return {
    ...render(prefix, askMessages(prefix, turn), keeping),
    ...cacheOptions(keeping),
    ...(maxTokens !== undefined && { max_output_tokens: maxTokens }),
    stream: true,
  };
}

/** Puts fields that differ last. */
function render(prefix: Prefix, messages: readonly Message[], { ttl }: Keeping): JsonObject {
  const marks = ttl === null ? [] : inputEnds(prefix.ends, prefix.messages);
  const tools = prefix.tools.map(({ name, description, inputSchema }) => ({
    type: 'function',
    name,
    ...(description !== undefined && { description }),
    parameters: inputSchema,
    strict: false,
  }));
  const last = prefix.system.length - 1;
  const system = prefix.system.map((block, index) => part(block, 'system', marks.includes(0) && index === last));
  let count = 0;
  // `type` is optional in the API, but llama.cpp needs it for an answer.
  const item = (role: Message['role'] | 'system', content: readonly JsonObject[]): JsonObject => ({
    type: 'message',
    role,
    content,
  });
  const items = messages.map(({ role, content }) =>
    item(
      role,
      content.map((block) => part(block, role, marks.includes(++count))),
    ),
  );
  return {
    model: prefix.model,
    // Don't store answers unless the app asks for it.
    store: false,
    prompt_cache_key: prefix.base.slice(0, 32),
    ...prefix.settings,
    ...(tools.length > 0 && { tools }),
    input: [...(system.length > 0 ? [item('system', system)] : []), ...items],
  };
}

/** The API's automatic breakpoint would fall on the question, paid by every ask. */
function cacheOptions({ ttl }: Keeping, prewarm = false): JsonObject {
  if (ttl === null) return {};
  return { prompt_cache_options: { mode: 'explicit', ttl, ...(prewarm && { prewarm }) } };
}

function part(block: Block, role: Message['role'] | 'system', isEnd: boolean): JsonObject {
  const own = partOf(block, role);
  return isEnd ? { ...own, prompt_cache_breakpoint: { mode: 'explicit' } } : own;
}

function partOf(block: Block, role: Message['role'] | 'system'): JsonObject {
  if (isText(block)) return { type: role === 'assistant' ? 'output_text' : 'input_text', text: block.text };
  return isImage(block) ? { type: 'input_image', image_url: dataUrl(block), detail: 'auto' } : block;
}
