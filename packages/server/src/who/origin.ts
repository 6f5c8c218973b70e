import { ForewarmError, invalidOption } from '@forewarm/core';

/** Other origins whose pages may call. */
export interface CorsOptions {
  /** Such as `https://app.example.com`, or a check. */
  origins: readonly string[] | ((origin: string) => boolean);
  /** Whether cookies are sent. Default false. */
  credentials?: boolean | undefined;
  /** Besides `content-type`. Default none. */
  headers?: readonly string[] | undefined;
  /** How long browsers keep a preflight's answer. Default 600. */
  maxAgeSeconds?: number | undefined;
}

export interface OriginGuard {
  /** Throws `unauthorized` (403) for another origin that isn't allowed. */
  check(request: Request): void;
  headers(request: Request): Record<string, string>;
  /** Null if cross-origin calls are closed. */
  preflight(request: Request): Response | null;
}

/** Accepts this and allowed origins, and programs other than browsers. */
export function originGuard(cors: CorsOptions | undefined): OriginGuard {
  const { headers: extra = [], maxAgeSeconds = 600, credentials = false } = cors ?? {};
  const allows = allowList(cors);
  const allowed = (request: Request): string | null => {
    const origin = request.headers.get('origin');
    return origin !== null && allows(origin) ? origin : null;
  };
  const headers = (request: Request): Record<string, string> => {
    if (cors === undefined) return {};
    const origin = allowed(request);
    // Shared caches must not mix up origins.
    if (origin === null) return { vary: 'Origin' };
    return {
      vary: 'Origin',
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'retry-after, x-vercel-ai-ui-message-stream',
      ...(credentials && { 'access-control-allow-credentials': 'true' }),
    };
  };
  return {
    headers,
    check(request) {
      if (isOwn(request) || allowed(request) !== null) return;
      const message = 'Pages of this origin may not call here; the server’s owner can allow it.';
      throw new ForewarmError('unauthorized', message, { status: 403 });
    },
    preflight(request) {
      if (allowed(request) === null) return null;
      const answer = {
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': ['content-type', ...extra].join(', '),
        'access-control-max-age': String(maxAgeSeconds),
      };
      return new Response(null, { status: 204, headers: { ...headers(request), ...answer } });
    },
  };
}

function isOwn({ headers }: Request): boolean {
  const site = headers.get('sec-fetch-site');
  // `none`: a person typed the address.
  if (site !== null) return site === 'same-origin' || site === 'none';
  // Old browsers and insecure pages.
  const origin = headers.get('origin');
  if (origin === null) return true;
  // `null`: a sandboxed page, or a redirect across origins.
  return URL.canParse(origin) && new URL(origin).host === headers.get('host');
}

function allowList(cors: CorsOptions | undefined): (origin: string) => boolean {
  if (cors === undefined) return () => false;
  const where = 'createHandler';
  const { origins, maxAgeSeconds = 600 } = cors;
  if (!Number.isFinite(maxAgeSeconds) || maxAgeSeconds < 0) {
    throw invalidOption(where, 'cors.maxAgeSeconds', maxAgeSeconds, 'a number of seconds, 0 or more');
  }
  if (typeof origins === 'function') {
    return (origin) => {
      const verdict: unknown = origins(origin);
      if (typeof verdict === 'boolean') return verdict;
      // A promise would open to all.
      throw new TypeError(`cors.origins gave ${Object.prototype.toString.call(verdict)}; it must give true or false.`);
    };
  }
  if (!Array.isArray(origins))
    throw invalidOption(where, 'cors.origins', origins, 'an array of origins, or a function');
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw invalidOption(where, 'cors.origins', origin, 'whole origins such as "https://app.example.com"');
    }
  }
  const known = new Set<string>(origins);
  return (origin) => known.has(origin);
}
