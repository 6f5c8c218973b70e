import { streamResponse } from '../stream/response.js';
import type { Context } from './context.js';
import type { Delivery } from './work.js';

export function send({ client, sizes }: Context, request: Request, { answer, leave, onEnd }: Delivery): Response {
  const { heartbeatMs, stallMs } = sizes;
  const { environment } = client;
  const { chunks, signs } = answer;
  return streamResponse(chunks, { environment, request, heartbeatMs, signs, stallMs, onGone: leave, onEnd });
}
