import type { Draft, DraftBlock } from '../../answer/draft.js';
import type { Lookup } from '../../cache/promptCache.js';
import type { Call, Engine } from '../../engine.js';
import { falsify } from '../../faults/apply.js';
import type { Frame } from '../../http/sse.js';

/** The `usage` of a completion: `prompt_tokens` is the whole prompt, what was read from the cache included. */
export function usageOf({ config }: Engine, { faults }: Call, found: Lookup, output: number): Record<string, unknown> {
  const lookup = faults['wrong-usage'] ? falsify(found) : found;
  const input = lookup.uncached + lookup.write + lookup.read;
  const isReported = config.reportCache !== 'none' && !faults['no-cache-figures'];
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    ...(isReported && { prompt_tokens_details: { cached_tokens: lookup.read } }),
  };
}

/** What is the same in a completion and in each of its chunks. */
export interface Head {
  readonly id: string;
  readonly model: string;
  /** Seconds since the epoch. */
  readonly created: number;
}

/** The completion whole. */
export function completion(head: Head, draft: Draft, usage: Record<string, unknown>): Record<string, unknown> {
  const [block] = draft.blocks;
  return {
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message: messageOf(block), logprobs: null, finish_reason: finishReason(draft) }],
    usage,
  };
}

/** The completion as a stream of chunks, each due when its token has been generated; usage comes last, if it is asked for. */
export function completionFrames(
  head: Head,
  draft: Draft,
  usage: Record<string, unknown> | undefined,
  tokenMs: number,
): Frame[] {
  const frames: Frame[] = [];
  const [block] = draft.blocks;
  const send = (fields: Record<string, unknown>, at: number): void => {
    const chunk = { ...head, object: 'chat.completion.chunk', ...(usage && { usage: null }), ...fields };
    frames.push({ text: `data: ${JSON.stringify(chunk)}\n\n`, at });
  };
  const choice = (delta: Record<string, unknown>, reason: string | null, at: number): void => {
    send({ choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }] }, at);
  };
  const isCall = block?.type === 'tool_use';
  const opening = {
    index: 0,
    id: isCall ? block.id : '',
    type: 'function',
    function: { name: isCall ? block.name : '', arguments: '' },
  };
  choice({ role: 'assistant', ...(isCall ? { content: null, tool_calls: [opening] } : { content: '' }) }, null, 0);
  block?.pieces.forEach((piece, n) => {
    choice(
      isCall ? { tool_calls: [{ index: 0, function: { arguments: piece } }] } : { content: piece },
      null,
      n * tokenMs,
    );
  });
  const end = draft.outputTokens * tokenMs;
  choice({}, finishReason(draft), end);
  if (usage) send({ choices: [], usage }, end);
  frames.push({ text: 'data: [DONE]\n\n', at: end });
  return frames;
}

function messageOf(block: DraftBlock | undefined): Record<string, unknown> {
  const text = block?.pieces.join('') ?? '';
  if (block?.type !== 'tool_use') return { role: 'assistant', content: text, refusal: null };
  const call = { id: block.id, type: 'function', function: { name: block.name, arguments: text } };
  return { role: 'assistant', content: null, refusal: null, tool_calls: [call] };
}

function finishReason({ stopReason }: Draft): string {
  if (stopReason === 'tool_use') return 'tool_calls';
  return stopReason === 'max_tokens' ? 'length' : 'stop';
}
