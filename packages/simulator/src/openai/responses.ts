import type { Draft, DraftBlock } from '../answer/draft.js';
import type { Reported } from '../engine/respond.js';
import { sseEvent, type Frame } from '../http/sse.js';
import type { ResponsesBody } from './schema.js';

type Fields = Record<string, unknown>;

export const responseError = sseEvent('error', {
  type: 'error',
  code: 'server_is_overloaded',
  message: 'Overloaded',
  param: null,
  sequence_number: 0,
});

export function emptyResponse(id: string, body: ResponsesBody, now: number): Fields {
  return {
    id,
    object: 'response',
    created_at: Math.floor(now / 1000),
    status: 'in_progress',
    error: null,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    metadata: body.metadata ?? {},
    model: body.model,
    output: [],
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    temperature: body.temperature ?? 1,
    tool_choice: body.tool_choice ?? 'auto',
    tools: body.tools ?? [],
    top_p: body.top_p ?? 1,
    usage: null,
  };
}

export function wholeResponse(start: Fields, draft: Draft, ids: readonly string[], reported: Reported): Fields {
  const isCut = draft.stopReason === 'max_tokens';
  return {
    ...start,
    status: isCut ? 'incomplete' : 'completed',
    incomplete_details: isCut ? { reason: 'max_output_tokens' } : null,
    output: draft.blocks.map((block, n) => outputItem(ids[n], block, statusOf(draft, n))),
    usage: usageOf(reported),
  };
}

export function responseFrames(start: Fields, draft: Draft, ids: readonly string[], reported: Reported): Frame[] {
  const frames: Frame[] = [];
  let tokens = 0;
  const send = (type: string, fields: Fields): void => {
    frames.push({ text: sseEvent(type, { type, sequence_number: frames.length, ...fields }), after: tokens });
  };
  send('response.created', { response: start });
  send('response.in_progress', { response: start });
  draft.blocks.forEach((block, index) => {
    const id = ids[index];
    const place = { item_id: id, output_index: index };
    const inContent = { ...place, content_index: 0 };
    const text = block.pieces.join('');
    const isCall = block.type === 'tool_use';
    const opening = outputItem(id, { ...block, pieces: [] }, 'in_progress');
    send('response.output_item.added', { output_index: index, item: opening });
    if (!isCall) send('response.content_part.added', { ...inContent, part: outputText('') });
    for (const piece of block.pieces) {
      if (isCall) send('response.function_call_arguments.delta', { ...place, delta: piece });
      else send('response.output_text.delta', { ...inContent, delta: piece, logprobs: [] });
      tokens++;
    }
    if (isCall) {
      send('response.function_call_arguments.done', { ...place, name: block.name, arguments: text });
    } else {
      send('response.output_text.done', { ...inContent, text, logprobs: [] });
      send('response.content_part.done', { ...inContent, part: outputText(text) });
    }
    send('response.output_item.done', { output_index: index, item: outputItem(id, block, statusOf(draft, index)) });
  });
  const response = wholeResponse(start, draft, ids, reported);
  send(draft.stopReason === 'max_tokens' ? 'response.incomplete' : 'response.completed', { response });
  return frames;
}

// `input_tokens` includes cached ones.
function usageOf({ uncached, read, write, writes, output, cache }: Reported): Fields {
  const input = uncached + write + read;
  const lifetimes = { ttl_30m_tokens: writes['30m'] ?? 0, ttl_12h_tokens: writes['12h'] ?? 0 };
  const written = { cache_write_tokens: write, cache_write_tokens_details: lifetimes };
  return {
    input_tokens: input,
    ...(cache !== 'none' && {
      input_tokens_details: { cached_tokens: read, ...(cache === 'all' && written) },
    }),
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + output,
  };
}

type Status = 'in_progress' | 'completed' | 'incomplete';

function statusOf({ stopReason, blocks }: Draft, index: number): Status {
  return stopReason === 'max_tokens' && index === blocks.length - 1 ? 'incomplete' : 'completed';
}

function outputItem(id: string | undefined, block: DraftBlock, status: Status): Fields {
  const text = block.pieces.join('');
  if (block.type === 'tool_use') {
    return { id, type: 'function_call', status, call_id: block.id, name: block.name, arguments: text };
  }
  const content = status === 'in_progress' ? [] : [outputText(text)];
  return { id, type: 'message', status, role: 'assistant', content };
}

function outputText(text: string): Fields {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}
