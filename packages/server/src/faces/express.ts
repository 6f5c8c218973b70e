import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerNode } from './nodeHttp.js';
import type { Handler } from '../handler.js';

/**
 * Mounts a handler: `app.use('/api/forewarm', express(handler))`, with or without `express.json()`
 * before it.
 */
export function express(handler: Handler): (req: IncomingMessage, res: ServerResponse) => void {
  return (req, res) => {
    // Express knows which proxies to trust.
    const address = (req as { ip?: string }).ip ?? req.socket.remoteAddress;
    void answerNode(handler, req, res, { address });
  };
}
