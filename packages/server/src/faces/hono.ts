import type { Handler } from '../handler.js';

/** As much of a Hono context as is read. */
export interface HonoContext {
  readonly req: { readonly raw: Request };
  /** What the platform gives: on Node, the request it came with. */
  readonly env: unknown;
}

/** Mounts a handler in Hono: `app.all('/api/forewarm/*', hono(handler))`. */
export function hono(handler: Handler): (context: HonoContext) => Promise<Response> {
  return ({ req, env }) => handler(req.raw, { address: addressOf(env) });
}

function addressOf(env: unknown): string | undefined {
  const { incoming } = (env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress;
}
