import type { Handler } from '../handler.js';
import type { Connection } from '../who/scope.js';

export interface HonoContext {
  readonly req: { readonly raw: Request };
  /** On Node, holds the request. */
  readonly env: unknown;
  /** In a worker; elsewhere, Hono throws. */
  readonly executionCtx?: { waitUntil(work: Promise<unknown>): void };
}

/** Mounts a handler: `app.all('/api/forewarm/*', hono(handler))`. */
export function hono(handler: Handler): (context: HonoContext) => Promise<Response> {
  return (context) => {
    const { req, env } = context;
    return handler(req.raw, { address: addressOf(env), waitUntil: waitUntilOf(context) });
  };
}

function waitUntilOf(context: HonoContext): Connection['waitUntil'] {
  try {
    const { executionCtx } = context;
    return executionCtx && ((work) => executionCtx.waitUntil(work));
  } catch {
    return undefined;
  }
}

function addressOf(env: unknown): string | undefined {
  const { incoming } = (env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress;
}
