import type { Draft, DraftBlock } from '../answer/draft.js';
import type { Lookup } from '../cache/promptCache.js';
import type { Call, Engine } from '../engine.js';
import { falsify } from '../faults/apply.js';

/** The `usage` of a message as it is reported, after `output` tokens; a figure set not to be reported is left out. */
export function usageOf(
  { config }: Engine,
  { faults }: Call,
  found: Lookup,
  output: { readonly tokens: number; readonly thinking: number },
): Record<string, unknown> {
  const lookup = faults['wrong-usage'] ? falsify(found) : found;
  const reportCache = faults['no-cache-figures'] ? 'none' : config.reportCache;
  const unread = lookup.uncached + lookup.write;
  if (reportCache === 'none') return { input_tokens: unread + lookup.read, output_tokens: output.tokens };
  if (reportCache === 'read-only') {
    return { input_tokens: unread, cache_read_input_tokens: lookup.read, output_tokens: output.tokens };
  }
  return {
    input_tokens: lookup.uncached,
    cache_creation_input_tokens: lookup.write,
    cache_read_input_tokens: lookup.read,
    cache_creation: {
      ephemeral_5m_input_tokens: lookup.writes['5m'] ?? 0,
      ephemeral_1h_input_tokens: lookup.writes['1h'] ?? 0,
    },
    output_tokens: faults['wrong-usage'] ? 0 : output.tokens,
    output_tokens_details: output.thinking > 0 ? { thinking_tokens: output.thinking } : null,
    inference_geo: null,
    server_tool_use: null,
    service_tier: 'standard',
    speed: null,
  };
}

/** The message before anything is generated, as `message_start` carries it. */
export function emptyMessage(id: string, model: string, usage: Record<string, unknown>): Record<string, unknown> {
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    container: null,
    diagnostics: null,
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    usage,
  };
}

/** A block of an answer whole, as it stands in a message's `content`. */
export function contentOf(block: DraftBlock): Record<string, unknown> {
  const text = block.type === 'thinking' && !block.shown ? '' : block.pieces.join('');
  if (block.type === 'text') return { type: 'text', text };
  if (block.type === 'thinking') return { type: 'thinking', thinking: text, signature: block.signature };
  return { type: 'tool_use', id: block.id, name: block.name, input: parseInput(text), caller: { type: 'direct' } };
}

/** The message when everything is generated. */
export function wholeMessage(
  start: Record<string, unknown>,
  draft: Draft,
  usage: Record<string, unknown>,
): Record<string, unknown> {
  return {
    ...start,
    content: draft.blocks.map(contentOf),
    stop_reason: draft.stopReason,
    stop_sequence: draft.stopSequence,
    usage,
  };
}

// Cut off by max_tokens, a tool's input is what can be made of its beginning: nothing.
function parseInput(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}
