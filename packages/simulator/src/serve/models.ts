import type { Call, Engine } from '../engine/engine.js';
import { findModel, type ModelSpec } from '../engine/models.js';
import { ApiError } from '../http/apiError.js';

/** Not paged. */
export function listModels({ config: { models, contextWindow } }: Engine, { request }: Call): Response {
  if (!isMessagesApi(request)) {
    return Response.json({ object: 'list', data: models.map(({ id }) => openAiModel(id)) });
  }
  return Response.json({
    data: models.map((model) => describeModel(model, contextWindow)),
    has_more: false,
    first_id: models[0]?.id ?? null,
    last_id: models.at(-1)?.id ?? null,
  });
}

export function retrieveModel({ config }: Engine, { url, request }: Call): Response {
  const { models, strictModels, contextWindow } = config;
  const id = idIn(url.pathname);
  const model = findModel(models, id, strictModels);
  if (!model) throw new ApiError('not_found_error', `model: ${id}`);
  return Response.json(isMessagesApi(request) ? describeModel(model, contextWindow) : openAiModel(id));
}

// Only the Messages API sends a version.
function isMessagesApi(request: Request): boolean {
  return request.headers.has('anthropic-version');
}

function openAiModel(id: string): Record<string, unknown> {
  return { id, object: 'model', created: 0, owned_by: 'simulator' };
}

function idIn(path: string): string {
  const id = path.slice('/v1/models/'.length);
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

// Unknown properties are null, as in the API.
function describeModel(model: ModelSpec, contextWindow: number | undefined): Record<string, unknown> {
  return {
    id: model.id,
    type: 'model',
    display_name: displayName(model.id),
    created_at: '1970-01-01T00:00:00Z',
    capabilities: null,
    lifecycle: 'active',
    line: null,
    deprecated_at: null,
    retires_at: null,
    max_input_tokens: contextWindow ?? model.contextWindow,
    max_tokens: model.maxOutput,
  };
}

// claude-sonnet-4-5 is Claude Sonnet 4.5.
function displayName(id: string): string {
  return id
    .replace(/-(\d+)-(\d+)$/, ' $1.$2')
    .split(/[- ]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}
