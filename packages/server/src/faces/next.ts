import type { Handler } from '../handler.js';

/** The exports of a Next.js route. */
export interface NextRoute {
  POST(this: void, request: Request): Promise<Response>;
  /** For pages of other origins, where the handler allows any. */
  OPTIONS(this: void, request: Request): Promise<Response>;
}

/** Mounts a handler in Next.js: `export const { POST, OPTIONS } = next(handler)` in `app/api/forewarm/[...call]/route.ts`. */
export function next(handler: Handler): NextRoute {
  const answer = (request: Request): Promise<Response> => handler(request);
  return { POST: answer, OPTIONS: answer };
}
