import type { Draft, DraftBlock } from '../answer/draft.js';
import type { Reported } from '../engine/respond.js';
import type { Frame } from '../http/sse.js';

export interface Head {
  readonly id: string;
  readonly model: string;
  /** In seconds. */
  readonly created: number;
}

const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;

export const chatError = event({
  error: { message: 'Overloaded', type: 'server_error', code: 'server_is_overloaded', param: null },
});

export function completion(head: Head, draft: Draft, reported: Reported): Record<string, unknown> {
  const message = messageOf(draft.blocks[0]);
  return {
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason(draft) }],
    usage: usageOf(reported),
  };
}

/** Usage comes last, if requested. */
export function completionFrames(head: Head, draft: Draft, reported: Reported | undefined): Frame[] {
  const frames: Frame[] = [];
  const [block] = draft.blocks;
  const send = (fields: Record<string, unknown>, after: number): void => {
    const chunk = { ...head, object: 'chat.completion.chunk', ...(reported && { usage: null }), ...fields };
    frames.push({ text: event(chunk), after });
  };
  const choose = (delta: Record<string, unknown>, reason: string | null, after: number): void => {
    send({ choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }] }, after);
  };
  const isCall = block?.type === 'tool_use';
  const opening = messageOf(block && { ...block, pieces: [] });
  choose(isCall ? { ...opening, tool_calls: [{ index: 0, ...callOf(block, '') }] } : opening, null, 0);
  block?.pieces.forEach((piece, n) => {
    const delta = isCall ? { tool_calls: [{ index: 0, function: { arguments: piece } }] } : { content: piece };
    choose(delta, null, n);
  });
  const end = draft.outputTokens;
  choose({}, finishReason(draft), end);
  if (reported) send({ choices: [], usage: usageOf(reported) }, end);
  frames.push({ text: 'data: [DONE]\n\n', after: end });
  return frames;
}

// `prompt_tokens` includes cached ones.
function usageOf({ uncached, write, read, output, cache }: Reported): Record<string, unknown> {
  const input = uncached + write + read;
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    ...(cache !== 'none' && { prompt_tokens_details: { cached_tokens: read } }),
  };
}

function messageOf(block: DraftBlock | undefined): Record<string, unknown> {
  const text = block?.pieces.join('') ?? '';
  if (block?.type !== 'tool_use') return { role: 'assistant', content: text, refusal: null };
  return { role: 'assistant', content: null, refusal: null, tool_calls: [callOf(block, text)] };
}

function callOf({ id, name }: Extract<DraftBlock, { type: 'tool_use' }>, json: string): Record<string, unknown> {
  return { id, type: 'function', function: { name, arguments: json } };
}

function finishReason({ stopReason }: Draft): string {
  if (stopReason === 'tool_use') return 'tool_calls';
  return stopReason === 'max_tokens' ? 'length' : 'stop';
}
