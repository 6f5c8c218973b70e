import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { carried, type Gateway, type GatewayOptions, openGateway, type Passed, send } from '../gateway.js';
import type { Situation } from './subject.js';
import type { Wire } from './wire.js';

const WHOLE: ReadonlySet<Situation['end']> = new Set([undefined, 'whole', 'whole-cut', 'whole-hold']);

/** The upstream answers what the situation leaves open. */
export function openBackend(situation: Situation, wire: Wire, upstream: GatewayOptions['upstream']): Promise<Gateway> {
  const {
    refuse,
    refuseWarm,
    endless,
    hang,
    delayMs = 0,
    redirect,
    answer,
    toolInput,
    carry,
    breakWarm,
    closesAfterResponse,
  } = situation;

  const intercept = (request: Passed, response: ServerResponse): boolean => {
    if (hang) return true;
    if (redirect && (redirect === 'circle' || !request.path.startsWith('/moved'))) {
      const location = redirect === 'circle' ? request.path : `/moved${request.path}`;
      response.writeHead(redirect === 'sign-in' ? 302 : 307, { location }).end();
      return true;
    }
    if (redirect === 'sign-in') {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><html><title>Please sign in</title></html>');
      return true;
    }
    if (refuse) {
      const { status, words, retryAfter, html } = refuse;
      response.writeHead(status, {
        'content-type': html ? 'text/html' : 'application/json',
        ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
      });
      response.end(html ? `<!doctype html><html><title>${words}</title></html>` : wire.refusal(status, words));
      return true;
    }
    const isStream = wire.isStream?.(request) ?? /"stream":\s*true/.test(request.body);
    if (endless && (endless === 'error' || isStream)) {
      writeEndless(request, response, endless).catch(() => response.destroy());
      return true;
    }
    if (breakWarm && !isStream) {
      breakOff(response, breakWarm);
      return true;
    }
    if (refuseWarm && !isStream && (refuseWarm === 'all' || /"max_tokens":0\b|"prewarm":true/.test(request.body))) {
      response.writeHead(422, { 'content-type': 'application/json' });
      response.end(wire.refusal(422, 'max_tokens must be at least 32; prewarm is not known'));
      return true;
    }
    if (!isStream || !(answer ?? toolInput)) return false;
    const frames = answer ? wire.answer(answer, WHOLE.has(situation.end)) : wire.toolCall(toolInput!);
    write(request, response, frames, situation, wire).catch(() => response.destroy());
    return true;
  };

  const serve = async (request: Request): Promise<Response> => {
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    const url = new URL(request.url);
    if (!url.pathname.startsWith('/moved')) return upstream(request);
    url.pathname = url.pathname.slice('/moved'.length);
    const { method, headers, signal } = request;
    return upstream(new Request(url, { method, headers, signal, body: await request.text() }));
  };
  return openGateway({ upstream: serve, intercept, carry, closesAfterResponse });
}

function breakOff(response: ServerResponse, where: 'before' | 'within'): void {
  if (where === 'before') return void response.destroy();
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  // Let the client have half of the body.
  response.write('{"usage":', () => setTimeout(() => response.destroy(), 20));
}

async function writeEndless(request: Passed, response: ServerResponse, what: 'event' | 'error'): Promise<void> {
  const type = what === 'event' ? 'text/event-stream' : 'application/json';
  response.writeHead(what === 'event' ? 200 : 400, { 'content-type': type });
  await send(response, request, Buffer.from(what === 'event' ? 'data: "' : '{"error":{"message":"'));
  const piece = Buffer.alloc(1024 * 1024, 'x');
  for (let sent = 0; sent < 200; sent++) await send(response, request, piece);
  response.end();
}

async function write(
  request: Passed,
  response: ServerResponse,
  frames: Iterable<string>,
  { end = 'whole', carry }: Situation,
  wire: Wire,
): Promise<void> {
  response.writeHead(200, { 'content-type': wire.contentType ?? 'text/event-stream' });
  for await (const chunk of carried(encoded(wire, frames), carry)) {
    await send(response, request, chunk);
  }
  if (end === 'hold' || end === 'whole-hold') return;
  if (end === 'cut' || end === 'whole-cut') {
    // Let the client have what was written first.
    await new Promise((resolve) => setTimeout(resolve, 20));
    response.destroy();
    return;
  }
  response.end();
  await once(response, 'close');
}

function* encoded(wire: Wire, frames: Iterable<string>): Generator<Uint8Array> {
  for (const frame of frames) yield wire.encode?.(frame) ?? Buffer.from(frame);
}
