import { ForewarmError } from '@forewarm/core';
import { toBackendError } from './errors.js';

/**
 * The parts that are read of what Anthropic's and OpenAI's SDKs throw; the body is whole in the
 * one, its `error` alone in the other.
 */
interface SdkError {
  status?: unknown;
  headers?: unknown;
  /** Google's APIs put it in a list of one where the answer would have been streamed. */
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

/**
 * What an SDK threw as the kit's error. `client` is the one that threw it, so that its key is not
 * told; `begun` says whether the answer had.
 */
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

/** The keys a client of an SDK holds, whichever names it holds them under. */
function secretsOf(client: object): readonly string[] {
  const { apiKey, authToken, accessToken, awsSecretKey, awsSessionToken } = client as Record<string, unknown>;
  return [apiKey, authToken, accessToken, awsSecretKey, awsSessionToken].filter((key) => typeof key === 'string');
}
