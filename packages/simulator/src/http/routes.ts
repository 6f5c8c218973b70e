import type { Call, Engine } from '../engine.js';
import { refuseBatch } from '../messages/batches.js';
import { countMessageTokens, createMessage } from '../messages/endpoint.js';
import { listModels, retrieveModel } from '../models/endpoint.js';
import { createCompletion } from '../openai/chat/endpoint.js';
import { createResponse } from '../openai/responses/endpoint.js';
import { ApiError } from './apiError.js';

/** Serves one kind of request; throws {@link ApiError} for every refusal. */
export type Route = (engine: Engine, call: Call) => Response | Promise<Response>;

/** A route, and whose API it is part of: each has headers and errors of its own. */
export interface Served {
  readonly serve: Route;
  /** `either` for what both APIs have at the same path. */
  readonly wire: 'messages' | 'openai' | 'either';
}

const messages = (serve: Route): Served => ({ serve, wire: 'messages' });
const openai = (serve: Route): Served => ({ serve, wire: 'openai' });
const either = (serve: Route): Served => ({ serve, wire: 'either' });

const ROUTES: Readonly<Record<string, Readonly<Record<string, Served>>>> = {
  '/v1/messages': { POST: messages(createMessage) },
  '/v1/messages/count_tokens': { POST: messages(countMessageTokens) },
  '/v1/messages/batches': { POST: messages(refuseBatch) },
  '/v1/responses': { POST: openai(createResponse) },
  '/v1/chat/completions': { POST: openai(createCompletion) },
  '/v1/models': { GET: either(listModels) },
  '/v1/models/': { GET: either(retrieveModel) },
};

/** The route of a request; throws the API's 404 for an unknown path and its 405 for a wrong method. */
export function routeOf(method: string, path: string): Served {
  const methods = ROUTES[/^\/v1\/models\/[^/]+$/.test(path) ? '/v1/models/' : path];
  if (!methods) throw new ApiError('not_found_error', 'Not Found');
  const route = methods[method];
  if (!route) throw new ApiError('invalid_request_error', 'Method Not Allowed', { status: 405 });
  return route;
}

/** Whether a path belongs to OpenAI's API, whose errors have another shape. */
export function isOpenAi(path: string): boolean {
  return Object.values(ROUTES[path] ?? {}).some(({ wire }) => wire === 'openai');
}
