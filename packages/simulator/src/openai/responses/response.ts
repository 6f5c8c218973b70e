import type { DraftBlock, StopReason } from '../../answer/draft.js';
import type { Lookup } from '../../cache/promptCache.js';
import type { Call, Engine } from '../../engine.js';
import { falsify } from '../../faults/apply.js';
import type { ResponsesBody } from './schema.js';

/** The `usage` of a response: here `input_tokens` is the whole prompt, what was read from the cache included. */
export function usageOf({ config }: Engine, { faults }: Call, found: Lookup, output: number): Record<string, unknown> {
  const lookup = faults['wrong-usage'] ? falsify(found) : found;
  const input = lookup.uncached + lookup.write + lookup.read;
  const reportCache = faults['no-cache-figures'] ? 'none' : config.reportCache;
  const details = {
    cached_tokens: lookup.read,
    cache_write_tokens: lookup.write,
    cache_write_tokens_details: {
      ttl_30m_tokens: lookup.writes['30m'] ?? 0,
      ttl_12h_tokens: lookup.writes['12h'] ?? 0,
    },
  };
  return {
    input_tokens: input,
    ...(reportCache === 'all' && { input_tokens_details: details }),
    ...(reportCache === 'read-only' && { input_tokens_details: { cached_tokens: lookup.read } }),
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + output,
  };
}

/** The response before anything is generated. */
export function emptyResponse(id: string, body: ResponsesBody, now: number): Record<string, unknown> {
  return {
    id,
    object: 'response',
    created_at: Math.floor(now / 1000),
    status: 'in_progress',
    background: false,
    error: null,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    metadata: body.metadata ?? {},
    model: body.model,
    output: [],
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: null,
    prompt_cache_key: body.prompt_cache_key ?? null,
    ...(body.prompt_cache_options && {
      prompt_cache_options: {
        mode: body.prompt_cache_options.mode ?? 'implicit',
        ttl: body.prompt_cache_options.ttl ?? '30m',
      },
    }),
    reasoning: { effort: body.reasoning?.effort ?? null, summary: null },
    service_tier: 'default',
    store: false,
    temperature: body.temperature ?? 1,
    text: body.text ?? { format: { type: 'text' } },
    tool_choice: body.tool_choice ?? 'auto',
    tools: body.tools ?? [],
    top_p: body.top_p ?? 1,
    truncation: 'disabled',
    usage: null,
    user: null,
  };
}

/** The response when everything is generated. */
export function wholeResponse(
  start: Record<string, unknown>,
  items: readonly Record<string, unknown>[],
  stopReason: StopReason,
  usage: Record<string, unknown>,
  now: number,
): Record<string, unknown> {
  const cut = stopReason === 'max_tokens';
  return {
    ...start,
    status: cut ? 'incomplete' : 'completed',
    incomplete_details: cut ? { reason: 'max_output_tokens' } : null,
    ...(!cut && { completed_at: Math.floor(now / 1000) }),
    output: items,
    usage,
  };
}

/** An item of `output`: a message, or a function's call. */
export function outputItem(
  id: string,
  block: DraftBlock,
  status: 'in_progress' | 'completed' | 'incomplete',
): Record<string, unknown> {
  const text = block.pieces.join('');
  if (block.type === 'tool_use')
    return { id, type: 'function_call', status, call_id: block.id, name: block.name, arguments: text };
  const content = status === 'in_progress' ? [] : [outputText(text)];
  return { id, type: 'message', status, role: 'assistant', content };
}

/** A text part of an output message. */
export function outputText(text: string): Record<string, unknown> {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}
