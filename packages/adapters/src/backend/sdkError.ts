import { ForewarmError } from '@forewarm/core';
import { notAnAnswer, toBackendError } from './errors.js';

/** Any SDK's error, or a backend's object in a stream. */
interface SdkError {
  name?: unknown;
  message?: unknown;
  type?: unknown;
  cause?: { message?: unknown } | null;
  status?: unknown;
  headers?: unknown;
  /** Anthropic's whole body, OpenAI's inner `error`; Google's list of one. */
  error?: Told | readonly Told[] | null;
  /** The AI SDK's. */
  statusCode?: unknown;
  responseHeaders?: unknown;
  responseBody?: unknown;
  data?: Told | null;
}
interface Told {
  type?: unknown;
  code?: unknown;
  message?: unknown;
  error?: Told | null;
}

/** Leaves out `client`'s key. `begun`: the answer had started. */
export function fromSdkError(thrown: unknown, client: object, begun = false): ForewarmError {
  if (thrown instanceof ForewarmError) return thrown;
  const error = read(thrown);
  const name = text(error.name);
  // Not a stream of the API.
  if (!begun && name.includes('InvalidResponseData')) return notAnAnswer(undefined);
  const [told] = [error.data?.error ?? error.error].flat();
  const said = told?.error ?? told;
  const status = error.status ?? error.statusCode;
  const page = text(error.responseBody).trimStart().startsWith('<') ? text(error.responseBody) : '';
  const words = text(said?.message) || page || text(error.message);
  const why = status === undefined ? text(error.cause?.message) : '';
  return toBackendError({
    thrown: /JSONParse|TypeValidation/.test(name) ? new SyntaxError(name, { cause: thrown }) : thrown,
    // The AI SDK keeps 200 when an answer breaks off.
    status: typeof status === 'number' && !(begun && status < 400) ? status : undefined,
    kinds: [said?.code, said?.type, error.type],
    words: words.includes(why) ? words : `${words} ${why}`,
    rest: JSON.stringify(error.error ?? '') + text(error.responseBody) + text(error.message),
    headers: error.headers ?? error.responseHeaders,
    secrets: secretsOf(client),
    begun,
  });
}

function read(thrown: unknown): SdkError {
  if (typeof thrown === 'string') return { type: 'server_error', message: thrown };
  return typeof thrown === 'object' && thrown !== null ? thrown : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function secretsOf(client: object): readonly string[] {
  const { apiKey, authToken, accessToken, awsSecretKey, awsSessionToken } = client as Record<string, unknown>;
  return [apiKey, authToken, accessToken, awsSecretKey, awsSessionToken].filter((key) => typeof key === 'string');
}
