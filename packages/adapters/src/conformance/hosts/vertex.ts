import { toMessages, type Upstream } from './host.js';

const PATH =
  /^\/v1\/projects\/[\w-]+\/locations\/[\w-]+\/publishers\/anthropic\/models\/([^/]+):(rawPredict|streamRawPredict)$/;

/**
 * Google's Vertex AI before a Messages API: the model is in the path, the key a Google access
 * token, errors are Google's.
 */
export function vertex(upstream: Upstream): Upstream {
  return async (request) => {
    const [, model, call] = PATH.exec(new URL(request.url).pathname) ?? [];
    if (model === undefined) return failed(404, 'The requested URL was not found on this server.');
    const [, key] = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '') ?? [];
    if (key === undefined) return failed(401, 'Request is missing required authentication credential.');
    const isStream = call === 'streamRawPredict';
    const response = await upstream(
      await toMessages(request, { model: nameOf(decodeURIComponent(model)), key, isStream }),
    );
    if (response.ok) return response;
    const { error } = (await response.json()) as { error: { message: string } };
    return failed(response.status, error.message);
  };
}

/** Vertex writes a model's date behind an @. */
const nameOf = (model: string): string => model.replace('@', '-');

/** An error as Google's APIs write it. */
function failed(code: number, message: string): Response {
  return Response.json(
    { error: { code, message, status: code === 404 ? 'NOT_FOUND' : 'UNAUTHENTICATED' } },
    { status: code },
  );
}
