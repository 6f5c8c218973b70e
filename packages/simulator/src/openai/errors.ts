import type { ApiError } from '../http/apiError.js';

/** The body of an error as OpenAI's API words it. */
export function openAiError(error: ApiError): { error: Record<string, unknown> } {
  const { message, type, status } = error;
  const words = status === 401 ? { type: 'invalid_request_error', code: 'invalid_api_key' } : wordsOf(type);
  return { error: { message, param: error.param ?? null, ...words, ...(error.code && { code: error.code }) } };
}

function wordsOf(type: string): { type: string; code: string | null } {
  if (type === 'rate_limit_error') return { type: 'tokens', code: 'rate_limit_exceeded' };
  if (type === 'not_found_error') return { type: 'invalid_request_error', code: 'not_found' };
  if (type === 'api_error' || type === 'overloaded_error' || type === 'timeout_error') {
    return { type: 'server_error', code: type === 'overloaded_error' ? 'server_is_overloaded' : null };
  }
  return { type: 'invalid_request_error', code: null };
}
