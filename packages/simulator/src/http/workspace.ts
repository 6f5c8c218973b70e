import { PrefixHash } from '../cache/prefixHash.js';
import { ApiError } from './apiError.js';

/** The workspace of requests that carry no key. */
export const DEFAULT_WORKSPACE = 'default';

/**
 * Whose cache a request uses, by its `x-api-key` or bearer token. With `keys` a request without one of them is refused with the API's 401;
 * without, every key is a workspace of its own, named by a hash so that no key is shown or stored.
 */
export function workspaceOf(
  keys: Readonly<Record<string, string>> | undefined,
  request: Request,
): { workspace: string; headers: Record<string, string> } {
  const apiKey = request.headers.get('x-api-key');
  const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  const key = apiKey ?? bearer;
  const workspace = keys
    ? keys[key ?? '']
    : key
      ? `wrkspc_${new PrefixHash().update(key).digest()}`
      : DEFAULT_WORKSPACE;
  if (workspace !== undefined) return { workspace, headers: { 'anthropic-workspace-id': workspace } };
  if (key === undefined) throw new ApiError('authentication_error', 'x-api-key header is required');
  throw new ApiError('authentication_error', apiKey === null ? 'Invalid bearer token' : 'invalid x-api-key');
}
