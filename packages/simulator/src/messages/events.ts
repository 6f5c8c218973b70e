import type { Draft, DraftBlock } from '../answer/draft.js';
import { sseEvent, type Frame } from '../http/sse.js';
import { contentOf } from './message.js';

/** The stream of a message: every event of the API in its order, each due when its token has been generated. */
export function messageFrames(
  start: Record<string, unknown>,
  draft: Draft,
  usage: Record<string, unknown>,
  tokenMs: number,
): Frame[] {
  const frames: Frame[] = [];
  let tokens = 0;
  const send = (name: string, fields: Record<string, unknown>): void => {
    frames.push({ text: sseEvent(name, { type: name, ...fields }), at: tokens * tokenMs });
  };
  send('message_start', { message: start });
  draft.blocks.forEach((block, index) => {
    send('content_block_start', { index, content_block: startOf(block) });
    if (index === 0) send('ping', {});
    for (const piece of block.pieces) {
      const hidden = block.type === 'thinking' && !block.shown;
      if (!hidden) send('content_block_delta', { index, delta: deltaOf(block, piece) });
      tokens++;
    }
    if (block.type === 'thinking') {
      send('content_block_delta', { index, delta: { type: 'signature_delta', signature: block.signature } });
    }
    send('content_block_stop', { index });
  });
  send('message_delta', {
    delta: { stop_reason: draft.stopReason, stop_sequence: draft.stopSequence, stop_details: null, container: null },
    usage,
  });
  send('message_stop', {});
  return frames;
}

function startOf(block: DraftBlock): Record<string, unknown> {
  const content = contentOf({ ...block, pieces: [] });
  return block.type === 'thinking' ? { ...content, signature: '' } : content;
}

function deltaOf(block: DraftBlock, piece: string): Record<string, unknown> {
  if (block.type === 'text') return { type: 'text_delta', text: piece };
  if (block.type === 'thinking') return { type: 'thinking_delta', thinking: piece };
  return { type: 'input_json_delta', partial_json: piece };
}
