import { PrefixHash } from '../cache/prefixHash.js';
import type { SimulatorOptions } from '../engine/options.js';
import { ApiError } from '../http/apiError.js';

/** Without a key. */
const DEFAULT_WORKSPACE = 'default';

/**
 * By key: with `keys` its own, or the API's 401 or 403. Without: the `anthropic-workspace-id`
 * header, else the key's hash, as keys aren't shown.
 */
export function workspaceOf(keys: SimulatorOptions['keys'], { headers }: Request): string {
  const apiKey = headers.get('x-api-key');
  const key = apiKey ?? /^Bearer\s+(\S.*)$/i.exec(headers.get('authorization') ?? '')?.[1];
  const chosen = headers.get('anthropic-workspace-id');
  if (!keys) return chosen ?? (key ? `wrkspc_${new PrefixHash().update(key).digest()}` : DEFAULT_WORKSPACE);
  if (key === undefined) throw new ApiError('authentication_error', 'x-api-key header is required');
  const owner = Object.hasOwn(keys, key) ? keys[key] : undefined;
  if (owner === undefined) {
    throw new ApiError('authentication_error', apiKey === null ? 'Invalid bearer token' : 'invalid x-api-key');
  }
  const { workspace, forbidden } = typeof owner === 'string' ? { workspace: owner, forbidden: false } : owner;
  if (forbidden || (chosen !== null && chosen !== workspace)) {
    throw new ApiError('permission_error', 'Your API key does not have permission to use the specified resource.');
  }
  return workspace;
}
