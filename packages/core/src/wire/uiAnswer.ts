import type { AskEvent } from '../adapter/adapter.js';
import { fromErrorBody } from './errorBody.js';
import { ForewarmError, streamCut } from '../base/errors.js';
import type { UiChunk } from './uiStream.js';
import { UNKNOWN_USAGE } from '../adapter/usage.js';
import type { ForewarmPart } from './wire.js';

/**
 * Reads a stream by any writer. Figures come in `data-forewarm` parts or the message's metadata,
 * else are unknown. Throws the stream's error, `stream-cut` if it ends too early, and what `chunks`
 * throws. `status` is the response's.
 */
export async function* fromUiChunks(
  chunks: AsyncIterable<UiChunk>,
  status?: number,
): AsyncGenerator<AskEvent, void, undefined> {
  let part: ForewarmPart = {};
  let started = false;
  for await (const chunk of chunks) {
    if (chunk.type === 'data-forewarm') {
      // Every part of the second answer says so.
      if (chunk.data.restart && !part.restart) {
        started = false;
        yield { type: 'restart' };
      }
      part = chunk.data;
    }
    if ('messageMetadata' in chunk) part = { ...part, ...told(chunk.messageMetadata) };
    if (chunk.type === 'error') {
      throw part.error ? fromErrorBody(part.error, status) : new ForewarmError('upstream', chunk.errorText);
    }
    const event = toEvent(chunk);
    if (!started && (event || part.hash !== undefined)) {
      started = true;
      const { hash = '', model, drifted, waitedMs, signature } = part;
      yield { type: 'start', hash, model, drifted, waitedMs, signature };
    }
    if (event) yield event;
    if (chunk.type === 'finish') {
      const { usage = UNKNOWN_USAGE, outcome = 'unknown', ttlMs, missReason, signature } = part;
      const reason = part.reason ?? chunk.finishReason ?? 'other';
      yield { type: 'finish', reason, usage, outcome, ttlMs, missReason, signature };
      return;
    }
  }
  throw streamCut();
}

function told(metadata: unknown): ForewarmPart {
  const part = (metadata as { forewarm?: unknown } | null | undefined)?.forewarm;
  return typeof part === 'object' && part !== null ? part : {};
}

/** Null for frames. */
function toEvent(chunk: UiChunk): AskEvent | undefined {
  if (chunk.type === 'text-delta') return { type: 'text', text: chunk.delta };
  if (chunk.type === 'reasoning-delta') return { type: 'reasoning', text: chunk.delta };
  if (chunk.type === 'tool-input-available') {
    return { type: 'tool-call', id: chunk.toolCallId, name: chunk.toolName, input: chunk.input };
  }
}
