import type { Call, Engine } from '../engine.js';
import { countMessageTokens, createMessage } from '../messages/endpoint.js';
import { listModels, retrieveModel } from '../models/endpoint.js';
import { ApiError } from './apiError.js';

/** Serves one kind of request; throws {@link ApiError} for every refusal. */
export type Route = (engine: Engine, call: Call) => Response | Promise<Response>;

/** A route and whether it is of the Messages API, which has headers of its own. */
export interface Served {
  readonly serve: Route;
  readonly wire: 'messages' | 'openai' | 'simulator';
}

const messages = (serve: Route): Served => ({ serve, wire: 'messages' });

const ROUTES: Readonly<Record<string, Readonly<Record<string, Served>>>> = {
  '/v1/messages': { POST: messages(createMessage) },
  '/v1/messages/count_tokens': { POST: messages(countMessageTokens) },
  '/v1/models': { GET: messages(listModels) },
  '/v1/models/': { GET: messages(retrieveModel) },
};

/** The route of a request; throws the API's 404 for an unknown path and its 405 for a wrong method. */
export function routeOf(method: string, path: string): Served {
  const methods = ROUTES[/^\/v1\/models\/[^/]+$/.test(path) ? '/v1/models/' : path];
  if (!methods) throw new ApiError('not_found_error', 'Not Found');
  const route = methods[method];
  if (!route) throw new ApiError('invalid_request_error', 'Method Not Allowed', { status: 405 });
  return route;
}
