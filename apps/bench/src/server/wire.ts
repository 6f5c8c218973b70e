import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Order, readOrder } from './order.js';
import { sampledToken, tokenOf } from './tokens.js';
import { event, sendEndless, writeTool } from './wireFaults.js';

export interface Wire {
  readonly url: string;
  /** Warms by system prompt. */
  readonly writes: () => Record<string, number>;
  readonly answers: () => number;
}

const NO_CACHE_FIGURES = {
  input_tokens: 20,
  cache_read_input_tokens: 2_000,
  cache_creation_input_tokens: 0,
  output_tokens: 1,
};

/**
 * A cheap upstream: speaks the Messages API as far as the SDK reads, and answers as the question
 * orders.
 */
export async function openWire(host = '127.0.0.1'): Promise<Wire> {
  const writes: Record<string, number> = {};
  const asked = { answers: 0 };
  const server = createServer((req, res) => {
    answer(req, res, writes, asked).catch(() => res.destroy());
  });
  server.keepAliveTimeout = 120_000;
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, host, 4_096, resolve));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    writes: () => writes,
    answers: () => asked.answers,
  };
}

async function answer(
  req: IncomingMessage,
  res: ServerResponse,
  writes: Record<string, number>,
  asked: { answers: number },
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  if (!text.includes('"stream":true')) return answerWarm(text, res, writes);
  const order = readOrder(text);
  const sample = ++asked.answers;
  if (order.fault === 'reset') return void req.socket.resetAndDestroy();
  if (order.fault === 'rate-limited') {
    res.writeHead(429, { 'content-type': 'application/json', 'retry-after': '1' });
    return void res.end('{"type":"error","error":{"type":"rate_limit_error","message":"too many"}}');
  }
  if (order.fault === 'echo') {
    // Some gateways repeat the prompt in an error.
    res.writeHead(400, { 'content-type': 'application/json' });
    const error = { type: 'invalid_request_error', message: text.repeat(20) };
    return void res.end(JSON.stringify({ type: 'error', error }));
  }
  const { fault } = order;
  if (fault === 'event' || fault === 'error' || fault === 'bomb') return sendEndless(fault, res);
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'wire',
    content: [],
    usage: NO_CACHE_FIGURES,
  };
  const start = { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } };
  res.write(event('message_start', { message }) + event('content_block_start', start));
  if (fault === 'silent') return;
  if (fault === 'tool') await writeTool(res);
  await pace(order, order.sampled ? sample : null, res);
}

function answerWarm(text: string, res: ServerResponse, writes: Record<string, number>): void {
  const system = createHash('sha256')
    .update(JSON.stringify((JSON.parse(text) as { system?: unknown }).system ?? ''))
    .digest('hex');
  writes[system] = (writes[system] ?? 0) + 1;
  const usage = { input_tokens: 20, cache_read_input_tokens: 0, cache_creation_input_tokens: 2_000, output_tokens: 0 };
  res.writeHead(200, { 'content-type': 'application/json' });
  res.end(JSON.stringify({ id: 'msg_1', type: 'message', role: 'assistant', model: 'wire', content: [], usage }));
}

function pace(
  { words, everyMs, batch = 1, seed, fault }: Order,
  sample: number | null,
  res: ServerResponse,
): Promise<void> {
  let n = 0;
  const tokenAt = (at: number): string => (sample === null ? tokenOf(seed, at) : sampledToken(seed, sample, at));
  const cutAt = fault === 'cut' ? Math.floor(words / 2) : Infinity;
  const next = (): string =>
    event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: tokenAt(n++) } });
  const end = (): void => {
    const usage = { output_tokens: words };
    const last = event('message_delta', { delta: { stop_reason: 'end_turn' }, usage }) + event('message_stop', {});
    if (fault === 'open-after') return void res.write(last);
    if (fault === 'reset-after') return void res.write(last, () => setTimeout(() => res.socket?.resetAndDestroy(), 5));
    res.end(last);
  };
  return new Promise((resolve) => {
    const timer = everyMs > 0 ? setInterval(write, everyMs) : null;
    const finish = (): void => {
      if (timer) clearInterval(timer);
      resolve();
    };
    function write(): void {
      if (n >= cutAt) return void res.socket?.resetAndDestroy();
      if (n >= words) {
        end();
        return finish();
      }
      res.write(Array.from({ length: Math.min(batch, words - n, cutAt - n) }, next).join(''));
    }
    res.once('close', finish);
    write();
    if (timer) return;
    for (let left = Math.min(words, cutAt) - n; left > 0; left--) res.write(next());
    write();
  });
}
