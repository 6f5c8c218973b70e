import type { Handler } from '../handler.js';
import type { Connection } from '../who/scope.js';

export interface NextRoute {
  POST(this: void, request: Request): Promise<Response>;
  /** For pages of other origins. */
  OPTIONS(this: void, request: Request): Promise<Response>;
}

export interface NextOptions {
  /** `after` of `next/server`. Default: the platform may stop warms with their response. */
  waitUntil?: Connection['waitUntil'];
}

/**
 * Mounts a handler: `export const { POST, OPTIONS } = next(handler, { waitUntil: after })` in
 * `app/api/forewarm/[...call]/route.ts`.
 */
export function next(handler: Handler, { waitUntil }: NextOptions = {}): NextRoute {
  const answer = (request: Request): Promise<Response> => handler(request, { waitUntil });
  return { POST: answer, OPTIONS: answer };
}
