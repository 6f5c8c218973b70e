import { type Connection, type Identify, type Scope, STRANGER } from './scope.js';

export async function whoIs(identify: Identify | undefined, request: Request, connection: Connection): Promise<Scope> {
  return toScope(await identify?.(request, connection));
}

/**
 * Null and empty are unknown, numbers become text. Throws for anything else, which would be one
 * `[object Object]` for everyone.
 */
export function toScope(scope: Scope | null | undefined): Scope {
  if (!scope) return STRANGER;
  // A middleware's refusal would be a stranger, whom nothing may refuse.
  if (typeof scope !== 'object' || scope instanceof Response) {
    const given = Object.prototype.toString.call(scope);
    throw new TypeError(`identify gave ${given}; it must give an object such as { user: 'ada' }, or null.`);
  }
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
