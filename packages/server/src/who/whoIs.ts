import { type Connection, type Identify, type Scope, STRANGER } from './scope.js';

/** Whose request it is, in a form that can be counted and told apart by; a stranger where nobody says. */
export async function whoIs(identify: Identify | undefined, request: Request, connection: Connection): Promise<Scope> {
  return toScope(await identify?.(request, connection));
}

/**
 * A scope as it came from code without types. What is null or empty is not known, since all those who have nothing must not count as one person; a number
 * is as good as its digits; anything else would be `[object Object]` for everyone, so it is an error of the server's.
 */
export function toScope(scope: Scope | null | undefined): Scope {
  if (!scope) return STRANGER;
  const { user, tenant, session } = scope;
  const named = Object.entries({ user, tenant, session }).map(([name, value]: [string, unknown]) => {
    if (value === undefined || value === null || value === '') return [name, undefined];
    if (typeof value === 'string') return [name, value];
    if (typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value)))
      return [name, String(value)];
    throw new TypeError(`identify: ${name} is ${typeof value}; it must be a non-empty string, or left out.`);
  });
  return { ...scope, ...(Object.fromEntries(named) as Scope) };
}
