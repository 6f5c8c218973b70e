import type { Draft } from '../../answer/draft.js';
import { sseEvent, type Frame } from '../../http/sse.js';
import { outputItem, outputText } from './response.js';

/** The stream of a response: every event of the API in its order, each due when its token has been generated. */
export function responseFrames(
  start: Record<string, unknown>,
  end: Record<string, unknown>,
  draft: Draft,
  ids: readonly string[],
  tokenMs: number,
): Frame[] {
  const frames: Frame[] = [];
  let tokens = 0;
  const send = (type: string, fields: Record<string, unknown>): void => {
    frames.push({ text: sseEvent(type, { type, sequence_number: frames.length, ...fields }), at: tokens * tokenMs });
  };
  send('response.created', { response: start });
  send('response.in_progress', { response: start });
  draft.blocks.forEach((block, index) => {
    const id = ids[index] ?? '';
    const place = { item_id: id, output_index: index };
    const text = block.pieces.join('');
    const isCall = block.type === 'tool_use';
    send('response.output_item.added', {
      output_index: index,
      item: outputItem(id, { ...block, pieces: [] }, 'in_progress'),
    });
    if (!isCall) send('response.content_part.added', { ...place, content_index: 0, part: outputText('') });
    for (const piece of block.pieces) {
      if (isCall) send('response.function_call_arguments.delta', { ...place, delta: piece });
      else send('response.output_text.delta', { ...place, content_index: 0, delta: piece, logprobs: [] });
      tokens++;
    }
    if (isCall) {
      send('response.function_call_arguments.done', { ...place, name: block.name, arguments: text });
    } else {
      send('response.output_text.done', { ...place, content_index: 0, text, logprobs: [] });
      send('response.content_part.done', { ...place, content_index: 0, part: outputText(text) });
    }
    const status = draft.stopReason === 'max_tokens' && index === draft.blocks.length - 1 ? 'incomplete' : 'completed';
    send('response.output_item.done', { output_index: index, item: outputItem(id, block, status) });
  });
  send(draft.stopReason === 'max_tokens' ? 'response.incomplete' : 'response.completed', { response: end });
  return frames;
}
