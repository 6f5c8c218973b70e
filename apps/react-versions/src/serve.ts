import Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '@forewarm/adapters/anthropic';
import { definePrefix } from '@forewarm/core';
import { createHandler } from '@forewarm/server';
import { createSimulator, type SimulatorOptions } from '@forewarm/simulator';
import { type Gateway, type GatewayOptions, openGateway } from '@forewarm/testing';
import type { Built } from './build.js';

export interface ServeOptions extends Omit<GatewayOptions, 'upstream'> {
  readonly simulator?: SimulatorOptions;
  /** The page's content-security policy. Default: none. */
  readonly csp?: string;
}

const html = (body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><title>Forewarm</title><link rel="stylesheet" href="/style.css"></head>
<body><div id="root">${body}</div><script type="module" src="/client.js"></script></body></html>`;

/**
 * A real server for a page and its handler, which can be made to break off. `/?streamed` renders as
 * a stream.
 */
export function servePage({ server, script, style }: Built, options: ServeOptions = {}): Promise<Gateway> {
  const simulator = createSimulator({ timeScale: 0.02, ...options.simulator });
  const client = new Anthropic({
    apiKey: 'simulated',
    baseURL: 'http://simulator',
    maxRetries: 0,
    fetch: (url, init) => simulator.fetch(new Request(url, init)),
  });
  const system = 'A page of the manual. '.repeat(2_000);
  const handler = createHandler({
    adapter: anthropic({ client }),
    prefixes: { docs: definePrefix({ model: 'claude-sonnet-4-6', system }) },
  });
  const upstream = async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    if (pathname === '/client.js') return new Response(script, { headers: { 'content-type': 'text/javascript' } });
    if (pathname === '/style.css') {
      const all = `:root { color-scheme: light dark } #root { text-align: center } ${style}`;
      return new Response(all, { headers: { 'content-type': 'text/css' } });
    }
    if (pathname.startsWith('/forewarm/')) return handler(request);
    const body = search === '?streamed' ? await server.streamed() : server.whole();
    const policy = options.csp === undefined ? {} : { 'content-security-policy': options.csp };
    return new Response(html(body), { headers: { 'content-type': 'text/html', ...policy } });
  };
  return openGateway({ ...options, upstream });
}
