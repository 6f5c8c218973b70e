import { ForewarmError } from '@forewarm/core';
import { toErrorBody, type UiChunk } from '@forewarm/core/kit';
import { type Chunk, toEvent } from '../stream/chunks.js';

/** The answer's instance died. */
export function brokenOff(): Chunk {
  const message = 'The server that wrote this answer has gone; asking again may work.';
  const error = toErrorBody(new ForewarmError('stream-cut', message));
  const part: UiChunk = { type: 'data-forewarm', id: 'forewarm', data: { error } };
  return [toEvent(part), toEvent({ type: 'error', errorText: message })];
}
