import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Handler } from '../handler.js';
import { sendResponse, toRequest } from '../node.js';
import type { Client } from '../who/client.js';

/** Answers a request of Node's; never rejects, since by then there is nobody left to tell. */
export async function answerNode(
  handler: Handler,
  req: IncomingMessage,
  res: ServerResponse,
  client: Client,
): Promise<void> {
  try {
    await sendResponse(await handler(toRequest(req, res), client), res, handler.stallMs);
  } catch {
    // A method that no web-standard request can have, such as TRACE.
    if (res.headersSent) res.destroy();
    else res.writeHead(405, { allow: 'POST' }).end();
  }
}
