import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Handler } from '../handler.js';
import { answerNode } from './nodeHttp.js';

/** Mounts a handler where Node's listeners fit: `createServer(node(handler))`. */
export function node(handler: Handler): (req: IncomingMessage, res: ServerResponse) => void {
  return (req, res) => void answerNode(handler, req, res, { address: req.socket.remoteAddress });
}
