import type { ServerResponse } from 'node:http';
import { createGzip } from 'node:zlib';

/** Most bytes sent, before compression. */
const ENDLESS = 400_000_000;

export function event(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

/** Writes a tool's input for longer than an instance waits for a silent model. */
export async function writeTool(res: ServerResponse): Promise<void> {
  const tool = { type: 'tool_use', id: 'toolu_1', name: 'look', input: {} };
  res.write(event('content_block_start', { index: 1, content_block: tool }));
  for (let n = 0; n < 70 && !res.destroyed; n++) {
    const partial_json = n === 0 ? '{"a":"' : n === 69 ? '"}' : 'x';
    res.write(event('content_block_delta', { index: 1, delta: { type: 'input_json_delta', partial_json } }));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  res.write(event('content_block_stop', { index: 1 }));
}

/** Sends without end until the reader leaves. */
export async function sendEndless(fault: 'event' | 'error' | 'bomb', res: ServerResponse): Promise<void> {
  const type = fault === 'error' ? 'application/json' : 'text/event-stream';
  const encoding = fault === 'bomb' ? { 'content-encoding': 'gzip' } : {};
  res.writeHead(fault === 'error' ? 400 : 200, { 'content-type': type, ...encoding });
  const gzip = fault === 'bomb' ? createGzip() : undefined;
  gzip?.pipe(res);
  const out = gzip ?? res;
  const piece = Buffer.alloc(64 * 1024, 'x');
  let wake = (): void => {};
  out.on('drain', () => wake());
  res.on('close', () => wake());
  out.write(fault === 'error' ? '{"error":{"message":"' : 'event: message_start\ndata: "');
  for (let bytes = 0; bytes < ENDLESS && !res.destroyed; bytes += piece.length) {
    if (!out.write(piece)) await new Promise<void>((resolve) => (wake = resolve));
  }
  out.end();
}
