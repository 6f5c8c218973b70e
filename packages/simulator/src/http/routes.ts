import type { Call, Engine } from '../engine.js';
import { createMessage } from '../messages/endpoint.js';
import { ApiError } from './apiError.js';

/** Serves one kind of request; throws {@link ApiError} for every refusal. */
export type Route = (engine: Engine, call: Call) => Response | Promise<Response>;

const ROUTES: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  '/v1/messages': { POST: createMessage },
};

/** The route of a request; throws the API's 404 for an unknown path and its 405 for a wrong method. */
export function routeOf(request: Request, url: URL): Route {
  const methods = ROUTES[url.pathname];
  if (!methods) throw new ApiError('not_found_error', 'Not Found');
  const route = methods[request.method];
  if (!route) throw new ApiError('invalid_request_error', 'Method Not Allowed', { status: 405 });
  return route;
}
