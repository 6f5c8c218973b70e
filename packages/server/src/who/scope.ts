/** What the server knows of a connection. Not from a header, which could be forged. */
export interface Connection {
  /** The client's IP address, as your framework trusts its proxies. */
  readonly address?: string | undefined;
  /**
   * Keeps a worker alive until a promise settles, as its platform's `waitUntil`. A warm and a kept
   * answer outlive their request.
   */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}

/** Who asks. Limits and isolation count by it; leave out what you don't know. */
export interface Scope {
  readonly user?: string | undefined;
  readonly tenant?: string | undefined;
  /**
   * Tells visitors apart who aren't signed in. Sign it: a client that can choose it has no limit.
   */
  readonly session?: string | undefined;
}

/**
 * Says who asks, from a cookie or token; null or `{}` for a stranger. Throw a `ForewarmError`
 * `unauthorized` to refuse.
 */
export type Identify = (request: Request, connection: Connection) => Scope | null | Promise<Scope | null>;

export const STRANGER: Scope = Object.freeze({});

/** The name to count a person by: user, else session; undefined for a stranger. */
export function personOf({ user, session, tenant }: Scope): string | undefined {
  const of = tenant === undefined ? '' : `${encodeURIComponent(tenant)}/`;
  if (user !== undefined) return `${of}u:${user}`;
  return session === undefined ? undefined : `${of}s:${session}`;
}
