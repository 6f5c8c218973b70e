/** Never from a header: it could be forged. */
export interface Connection {
  /** The client's IP, as your framework trusts its proxies. */
  readonly address?: string | undefined;
  /** The platform's, for warms and kept answers that outlive their request. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}

/** Who asks. Leave out what you don't know. */
export interface Scope {
  readonly user?: string | undefined;
  readonly tenant?: string | undefined;
  /** For visitors who aren't signed in. Sign it: whoever can choose it has no limit. */
  readonly session?: string | undefined;
}

/** Says who asks; null for a stranger. Throw a `ForewarmError` `unauthorized` to refuse. */
export type Identify = (request: Request, connection: Connection) => Scope | null | Promise<Scope | null>;

export const STRANGER: Scope = Object.freeze({});

/** User, else session; undefined for a stranger. */
export function personOf({ user, session, tenant }: Scope): string | undefined {
  const of = tenant === undefined ? '' : `${encodeURIComponent(tenant)}/`;
  if (user !== undefined) return `${of}u:${user}`;
  return session === undefined ? undefined : `${of}s:${session}`;
}
