import type { AskEvent } from './adapter.js';
import { fromErrorBody } from './errorBody.js';
import { ForewarmError } from './errors.js';
import type { UiChunk } from './uiStream.js';
import { cacheOutcome, UNKNOWN_USAGE } from './usage.js';
import type { ForewarmPart } from './wire.js';

/**
 * The inverse of `toUiChunks`: the answer in a UI message stream, whoever wrote it; without `data-forewarm` parts its figures are unknown. Throws the error
 * in the stream, `stream-cut` where it ends too early, and what `chunks` throws. `status` is that of the response, for an error without its own.
 */
export async function* fromUiChunks(
  chunks: AsyncIterable<UiChunk>,
  status?: number,
): AsyncGenerator<AskEvent, void, undefined> {
  let part: ForewarmPart = {};
  let started = false;
  for await (const chunk of chunks) {
    if (chunk.type === 'data-forewarm') part = chunk.data;
    if (chunk.type === 'error') {
      throw part.error ? fromErrorBody(part.error, status) : new ForewarmError('upstream', chunk.errorText);
    }
    if (!started && (part.hash !== undefined || isContent(chunk))) {
      started = true;
      const { hash = '', model, drifted, waitedMs } = part;
      yield { type: 'start', hash, model, drifted, waitedMs };
    }
    if (chunk.type === 'text-delta') yield { type: 'text', text: chunk.delta };
    if (chunk.type === 'reasoning-delta') yield { type: 'reasoning', text: chunk.delta };
    if (chunk.type === 'tool-input-available') {
      yield { type: 'tool-call', id: chunk.toolCallId, name: chunk.toolName, input: chunk.input };
    }
    if (chunk.type === 'finish') {
      const { usage = UNKNOWN_USAGE, ttlMs, missReason, reason = chunk.finishReason ?? 'other' } = part;
      yield { type: 'finish', reason, usage, outcome: part.outcome ?? cacheOutcome(usage), ttlMs, missReason };
      return;
    }
  }
  throw new ForewarmError('stream-cut', 'The connection broke off in the middle of the answer; asking again may work.');
}

function isContent({ type }: UiChunk): boolean {
  return type === 'text-delta' || type === 'reasoning-delta' || type === 'tool-input-available';
}
