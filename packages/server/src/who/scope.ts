/** What the server knows of a connection that no header says: given beside the request, since a header could be forged. */
export interface Connection {
  /** The client's IP address, behind proxies as the framework was told to trust them. */
  readonly address?: string | undefined;
  /** Keeps a worker alive until a promise has settled, as its platform's `waitUntil` does: a warm, or an answer that is kept, outlives its request. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}

/** Whose request it is. Limits and isolation count by it; what is unknown is left out. */
export interface Scope {
  readonly user?: string | undefined;
  readonly tenant?: string | undefined;
  /** Tells visitors apart who are not signed in. It must not be theirs to choose, else it is no limit: sign it. */
  readonly session?: string | undefined;
}

/** Says whose request it is, from its cookie or token; `null` or `{}` for a stranger. Throw a `ForewarmError` `unauthorized` to refuse it. */
export type Identify = (request: Request, connection: Connection) => Scope | null | Promise<Scope | null>;

/** The scope of a stranger. */
export const STRANGER: Scope = Object.freeze({});

/** Who counts as one person: the user, else the session; undefined for a stranger. */
export function personOf({ user, session, tenant }: Scope): string | undefined {
  const of = tenant === undefined ? '' : `${encodeURIComponent(tenant)}/`;
  if (user !== undefined) return `${of}u:${user}`;
  return session === undefined ? undefined : `${of}s:${session}`;
}
