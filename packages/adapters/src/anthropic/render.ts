import {
  askMessages,
  type Block,
  type ImageBlock,
  invalidOption,
  isImage,
  type Json,
  type JsonObject,
  type Message,
  type Prefix,
  type Turn,
  warmMessages,
} from '@forewarm/core';
import { latestEnds } from '../backend/breakpoints.js';

export function renderWarm(prefix: Prefix, maxTokens: 0 | 1): JsonObject {
  return render(prefix, warmMessages(prefix), maxTokens);
}

/** Identical to the warm up to the last breakpoint, then the question. */
export function renderAsk(prefix: Prefix, turn: Turn, maxTokens: number): JsonObject {
  const { thinking } = prefix.settings as { thinking?: { type?: string; budget_tokens?: number } };
  // The API counts thinking as output: add its budget.
  const budget = thinking?.type === 'enabled' ? (thinking.budget_tokens ?? 0) : 0;
  return render(prefix, askMessages(prefix, turn), maxTokens + budget);
}

/** Puts fields that differ last. */
function render(prefix: Prefix, messages: readonly Message[], maxTokens: number): JsonObject {
  const control = cacheControl(prefix);
  const marks = markable(latestEnds(prefix.ends), prefix);
  // Without shared messages, the last breakpoint is on the system or the tools.
  const markSystem = marks.includes(0) && prefix.system.length > 0;
  const markTools = marks.includes(0) && prefix.system.length === 0;
  const last = prefix.tools.length - 1;
  const tools = prefix.tools.map(({ name, description, inputSchema }, index) => ({
    name,
    ...(description === undefined ? {} : { description }),
    input_schema: inputSchema,
    ...(markTools && index === last ? control : {}),
  }));
  const system = prefix.system.map((block, index) =>
    mark(block, markSystem && index === prefix.system.length - 1, control),
  );
  let count = 0;
  const rendered = messages.map(({ role, content }) => ({
    role,
    content: content.map((block) => mark(block, marks.includes(++count), control)),
  }));
  return {
    model: prefix.model,
    ...prefix.settings,
    ...(tools.length > 0 ? { tools } : {}),
    ...(system.length > 0 ? { system } : {}),
    messages: rendered,
    max_tokens: maxTokens,
  };
}

/** The API takes no breakpoint on thinking: move to the block before. */
function markable(marks: readonly number[], { messages }: Prefix): readonly number[] {
  const blocks = messages.flatMap(({ content }) => content);
  return marks.map((end) => {
    let at = end;
    while (/^(redacted_)?thinking$/.test(blocks[at - 1]?.type ?? '')) at--;
    return at;
  });
}

function cacheControl({ ttl }: Prefix): JsonObject {
  if (ttl === '5m') return { cache_control: { type: 'ephemeral' } };
  if (ttl === '1h') return { cache_control: { type: 'ephemeral', ttl: '1h' } };
  throw invalidOption('anthropic', 'ttl', ttl, "'5m' or '1h', the two this API knows");
}

function mark(block: Block, isEnd: boolean, control: JsonObject): Json {
  if ('cache_control' in block) {
    throw invalidOption(
      'anthropic',
      'cache_control',
      block['cache_control'],
      'left out: the adapter sets the breakpoints',
    );
  }
  const own = (isImage(block) ? imageOf(block) : block) as JsonObject;
  return isEnd ? { ...own, ...control } : own;
}

function imageOf({ type, mediaType, data }: ImageBlock): JsonObject {
  return { type, source: { type: 'base64', media_type: mediaType, data } };
}
