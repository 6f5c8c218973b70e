import {
  askMessages,
  type Block,
  invalidOption,
  isImage,
  type JsonObject,
  type Message,
  type Prefix,
  type Turn,
  warmMessages,
} from '@forewarm/core';
import { latestEnds, layOut } from '../backend/breakpoints.js';

export function renderWarm(prefix: Prefix, maxTokens: 0 | 1): JsonObject {
  return render(prefix, warmMessages(prefix), maxTokens);
}

/** Equals the warm up to the last breakpoint. */
export function renderAsk(prefix: Prefix, turn: Turn, maxTokens: number): JsonObject {
  const { thinking } = prefix.settings as { thinking?: { type?: string; budget_tokens?: number } };
  // To the API, thinking is output.
  const budget = thinking?.type === 'enabled' ? (thinking.budget_tokens ?? 0) : 0;
  return render(prefix, askMessages(prefix, turn), maxTokens + budget);
}

/** Fields that differ come last. */
function render(prefix: Prefix, messages: readonly Message[], maxTokens: number): JsonObject {
  const control = cacheControl(prefix);
  const marks = markable(latestEnds(prefix.ends), prefix);
  const { tools, system, ...rest } = layOut<JsonObject>(prefix, messages, {
    tool: ({ name, description, inputSchema }) => ({
      name,
      ...(description !== undefined && { description }),
      input_schema: inputSchema,
    }),
    block: blockOf,
    mark: (item, end) => (marks.includes(end) ? { ...item, ...control } : item),
  });
  return {
    model: prefix.model,
    ...prefix.settings,
    ...(tools.length > 0 && { tools }),
    ...(system.length > 0 && { system }),
    ...rest,
    max_tokens: maxTokens,
  };
}

/** Moves a breakpoint from thinking, which takes none, to the block before. */
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

function blockOf(block: Block): JsonObject {
  if ('cache_control' in block) {
    const { cache_control: given } = block;
    throw invalidOption('anthropic', 'cache_control', given, 'left out: the adapter sets the breakpoints');
  }
  if (!isImage(block)) return block as JsonObject;
  const { type, mediaType, data } = block;
  return { type, source: { type: 'base64', media_type: mediaType, data } };
}
