import { ForewarmError } from '@forewarm/core';
import { toBackendError } from './errors.js';

/** Anthropic's body is whole; OpenAI's is its `error` alone. */
interface SdkError {
  status?: unknown;
  headers?: unknown;
  /** Google's APIs send a list of one for a stream. */
  error?: Told | readonly Told[] | null;
  message?: unknown;
  cause?: { message?: unknown } | null;
}
type Told = SdkErrorBody & { error?: SdkErrorBody | null };
interface SdkErrorBody {
  type?: unknown;
  code?: unknown;
  message?: unknown;
}

/** Leaves out the key of `client`. `begun`: the answer had started. */
export function fromSdkError(thrown: unknown, client: object, begun = false): ForewarmError {
  if (thrown instanceof ForewarmError) return thrown;
  const error = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as SdkError;
  const told = (Array.isArray(error.error) ? error.error[0] : error.error) as Told | null | undefined;
  const body = told?.error ?? told;
  const status = typeof error.status === 'number' ? error.status : undefined;
  const said = [body?.message, error.message].find((words) => typeof words === 'string') ?? '';
  const why = status === undefined && typeof error.cause?.message === 'string' ? ` ${error.cause.message}` : '';
  return toBackendError({
    thrown,
    status,
    kinds: [body?.code, body?.type],
    words: said + why,
    rest: JSON.stringify(error.error ?? '') + String(error.message),
    headers: error.headers,
    secrets: secretsOf(client),
    begun,
  });
}

function secretsOf(client: object): readonly string[] {
  const { apiKey, authToken, accessToken, awsSecretKey, awsSessionToken } = client as Record<string, unknown>;
  return [apiKey, authToken, accessToken, awsSecretKey, awsSessionToken].filter((key) => typeof key === 'string');
}
