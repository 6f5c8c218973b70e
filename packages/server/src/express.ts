import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Handler } from './handler.js';
import { toRequest, sendResponse } from './node.js';

/** Mounts a handler in Express: `app.use('/api/forewarm', express(handler))`. Works with or without `express.json()` before it. */
export function express(
  handler: Handler,
): (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void {
  return (req, res, next) => {
    answer(handler, req, res).catch(next);
  };
}

async function answer(handler: Handler, req: IncomingMessage, res: ServerResponse): Promise<void> {
  // Express knows which proxies to trust (`trust proxy`); elsewhere it is who is connected.
  const address = (req as { ip?: string }).ip ?? req.socket.remoteAddress;
  await sendResponse(await handler(toRequest(req, res), { address }), res);
}
