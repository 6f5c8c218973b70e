import type { Draft, DraftBlock } from '../answer/draft.js';
import type { Reported } from '../engine/respond.js';

export function usageOf(reported: Reported, thinking: number): Record<string, unknown> {
  const { cache, uncached, read, write, writes, output } = reported;
  if (cache === 'none') return { input_tokens: uncached + write + read, output_tokens: output };
  if (cache === 'read-only') {
    return { input_tokens: uncached + write, cache_read_input_tokens: read, output_tokens: output };
  }
  return {
    input_tokens: uncached,
    cache_creation_input_tokens: write,
    cache_read_input_tokens: read,
    cache_creation: {
      ephemeral_5m_input_tokens: writes['5m'] ?? 0,
      ephemeral_1h_input_tokens: writes['1h'] ?? 0,
    },
    output_tokens: output,
    output_tokens_details: thinking > 0 ? { thinking_tokens: thinking } : null,
    inference_geo: null,
    server_tool_use: null,
    service_tier: 'standard',
    speed: null,
  };
}

export function emptyMessage(id: string, model: string): Record<string, unknown> {
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
  };
}

export function contentOf(block: DraftBlock): Record<string, unknown> {
  const text = block.type === 'thinking' && !block.shown ? '' : block.pieces.join('');
  if (block.type === 'text') return { type: 'text', text };
  if (block.type === 'thinking') return { type: 'thinking', thinking: text, signature: block.signature };
  return { type: 'tool_use', id: block.id, name: block.name, input: parseInput(text), caller: { type: 'direct' } };
}

export function wholeMessage(empty: object, draft: Draft, reported: Reported): Record<string, unknown> {
  return {
    ...empty,
    content: draft.blocks.map(contentOf),
    stop_reason: draft.stopReason,
    stop_sequence: draft.stopSequence,
    usage: usageOf(reported, draft.thinkingTokens),
  };
}

// If max_tokens cut it, nothing is left.
function parseInput(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}
