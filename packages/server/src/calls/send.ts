import type { KeptAnswer } from '../resume/answerStore.js';
import { streamResponse } from '../stream/response.js';
import type { Context } from './context.js';

/**
 * Streams an answer; `onGone` is called when the reader leaves, by the signal or by the stream,
 * `onEnd` however it ends, perhaps twice.
 */
export function send(
  { client, sizes }: Context,
  request: Request,
  { chunks, signs }: KeptAnswer,
  onGone: () => void,
  onEnd: () => void,
): Response {
  const { heartbeatMs, stallMs } = sizes;
  const { environment } = client;
  return streamResponse(chunks, { environment, request, heartbeatMs, signs, stallMs, onGone, onEnd });
}
