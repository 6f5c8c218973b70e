import type { Draft, DraftBlock } from '../answer/draft.js';
import type { Reported } from '../engine/respond.js';
import { sseEvent, type Frame } from '../http/sse.js';
import { contentOf, usageOf } from './message.js';

export function messageFrames(empty: object, draft: Draft, reported: Reported): Frame[] {
  const frames: Frame[] = [];
  let tokens = 0;
  const send = (name: string, fields: Record<string, unknown>): void => {
    frames.push({ text: sseEvent(name, { type: name, ...fields }), after: tokens });
  };
  const begun = { ...reported, output: Math.min(1, reported.output) };
  send('message_start', { message: { ...empty, usage: usageOf(begun, 0) } });
  draft.blocks.forEach((block, index) => {
    send('content_block_start', { index, content_block: startOf(block) });
    if (index === 0) send('ping', {});
    for (const piece of block.pieces) {
      const isHidden = block.type === 'thinking' && !block.shown;
      if (!isHidden) send('content_block_delta', { index, delta: deltaOf(block, piece) });
      tokens++;
    }
    if (block.type === 'thinking') {
      send('content_block_delta', { index, delta: { type: 'signature_delta', signature: block.signature } });
    }
    send('content_block_stop', { index });
  });
  const { stopReason, stopSequence, thinkingTokens } = draft;
  send('message_delta', {
    delta: { stop_reason: stopReason, stop_sequence: stopSequence, stop_details: null, container: null },
    usage: usageOf(reported, thinkingTokens),
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
