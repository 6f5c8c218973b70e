import type { Call, Engine } from '../engine/engine.js';
import { ApiError } from '../http/apiError.js';
import { countMessageTokens, createMessage } from '../messages/endpoint.js';
import { createCompletion, createResponse } from '../openai/endpoint.js';
import { listModels, retrieveModel } from './models.js';

export type Route = (engine: Engine, call: Call) => Response | Promise<Response>;

const ROUTES: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  '/v1/messages': { POST: createMessage },
  '/v1/messages/count_tokens': { POST: countMessageTokens },
  '/v1/responses': { POST: createResponse },
  '/v1/chat/completions': { POST: createCompletion },
  '/v1/models': { GET: listModels },
  '/v1/models/': { GET: retrieveModel },
};

/** Throws the API's 404 or 405. */
export function routeOf(method: string, path: string): Route {
  const methods = ROUTES[/^\/v1\/models\/[^/]+$/.test(path) ? '/v1/models/' : path];
  if (!methods) throw new ApiError('not_found_error', 'Not Found');
  const route = methods[method];
  if (!route) throw new ApiError('invalid_request_error', 'Method Not Allowed', { status: 405 });
  return route;
}

/** Its errors have another shape. */
export function isOpenAi(path: string): boolean {
  return path === '/v1/responses' || path === '/v1/chat/completions';
}
