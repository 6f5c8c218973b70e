import { toMessages, type Upstream } from './host.js';

const PATH =
  /^\/v1\/projects\/[\w-]+\/locations\/[\w-]+\/publishers\/anthropic\/models\/([^/]+):(rawPredict|streamRawPredict)$/;

/** Vertex AI before a Messages API: model in the path, Google's token and errors. */
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

/** Vertex dates models with @. */
const nameOf = (model: string): string => model.replace('@', '-');

function failed(code: number, message: string): Response {
  return Response.json(
    { error: { code, message, status: code === 404 ? 'NOT_FOUND' : 'UNAUTHENTICATED' } },
    { status: code },
  );
}
