import { ForewarmError, type Prefix, ForewarmClient, definePolicy, memoryStore, sharedStore } from '@forewarm/core';
import { toErrorBody, TRIGGERS } from '@forewarm/core/kit';
import { DEFAULT_BUDGET, loudBudget } from './budget.js';
import { ask } from './calls/ask.js';
import type { Context } from './calls/context.js';
import { resume, stop } from './calls/resume.js';
import { adopt, speculate } from './calls/speculate.js';
import { warm } from './calls/warm.js';
import { checkOptions } from './checkOptions.js';
import { invalidRequest } from './invalidRequest.js';
import { type HandlerOptions, resolveSizes } from './options.js';
import { errorResponse, json } from './responses.js';
import { OpenStreams } from './stream/openStreams.js';
import { warmAll, type WarmAllOptions, type WarmAllReport } from './warmAll.js';
import type { Connection } from './who/scope.js';
import { originGuard } from './who/origin.js';

/** Answers `POST …/warm`, `…/ask` and the others below its path. */
export interface Handler {
  /** Without `connection`, nothing is counted by address. */
  (request: Request, connection?: Connection): Promise<Response>;
  /** For events, and for warming from the server. */
  readonly client: ForewarmClient<Prefix>;
  /** Warms prefixes without a visitor, at a deploy or on a schedule, within policy and budget. */
  readonly warmAll: (options?: WarmAllOptions) => Promise<WarmAllReport>;
  /** The number of open answers. */
  readonly streaming: () => number;
  /** How long a reader may take nothing before its connection closes. */
  readonly stallMs: number;
  /**
   * Refuses new asks (503) and warms (skipped), waits `ms` milliseconds for open answers, then ends
   * them with an error. Default 10,000.
   */
  readonly drain: (ms?: number) => Promise<void>;
}

/** Another instance has then taken over. */
const DRAINING = { reason: 'draining', retryAfterMs: 1_000 } as const;

const ROUTES = { warm, ask, resume, stop, speculate, adopt } as const;
const isRoute = (name: string): name is keyof typeof ROUTES => Object.hasOwn(ROUTES, name);

/** Makes a web-standard handler. */
export function createHandler(options: HandlerOptions): Handler {
  checkOptions(options);
  const sizes = resolveSizes(options);
  const guard = originGuard(options.cors);
  const { adapter, environment, onEvent } = options;
  const store = sharedStore(options.store ?? memoryStore({ now: environment?.now }));
  const { onError = (error: unknown) => globalThis.console.error(error) } = options;
  // The browser has applied its triggers.
  const policy = definePolicy({
    triggers: TRIGGERS,
    ...options.policy,
    budget: options.policy?.budget ?? DEFAULT_BUDGET,
  });
  const client = new ForewarmClient<Prefix>({ adapter, policy, store, environment, onEvent: loudBudget(onEvent) });
  const context: Context = { options, sizes, client, store, streams: new OpenStreams(), parked: new Map() };
  let draining = false;

  const answer = async (request: Request, connection: Connection): Promise<Response> => {
    const name = lastSegment(request.url);
    if (!isRoute(name)) {
      throw new ForewarmError('not-found', 'There is nothing here; POST to …/warm or …/ask.', { status: 404 });
    }
    const { method } = request;
    if (method === 'OPTIONS') return guard.preflight(request) ?? methodNotAllowed(name, method);
    if (method !== 'POST') return methodNotAllowed(name, method);
    guard.check(request);
    checkHeaders(request.headers);
    if (draining && name === 'warm') return json({ status: 'skipped', ...DRAINING });
    if (draining && (name === 'ask' || name === 'speculate')) {
      const message = 'The server is being restarted; try again in a moment.';
      throw new ForewarmError('overloaded', message, { status: 503, retryAfterMs: DRAINING.retryAfterMs });
    }
    const call = (): Promise<Response> => ROUTES[name](context, { request, connection });
    // Nobody reads other results: a shutdown doesn't wait.
    return name === 'ask' || name === 'resume' || name === 'speculate' ? context.streams.during(call) : call();
  };

  const report = async (thrown: unknown): Promise<void> => {
    try {
      // An async function is one too.
      await (onError(thrown) as unknown);
    } catch (error) {
      globalThis.console.error('forewarm: onError failed.', error);
    }
  };
  const handle = async (request: Request, connection: Connection = {}): Promise<Response> => {
    let response: Response;
    let headers: Record<string, string> = {};
    try {
      headers = guard.headers(request);
      response = await answer(request, connection);
    } catch (thrown) {
      if (!(thrown instanceof ForewarmError)) void report(thrown);
      response = errorResponse(thrown);
    }
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    return response;
  };

  const drain = (ms = 10_000): Promise<void> => {
    draining = true;
    const message = 'The server was restarted before the end of the answer; asking again may work.';
    return context.streams.drain(ms, client.environment, new ForewarmError('stream-cut', message));
  };
  return Object.assign(handle, {
    client,
    drain,
    streaming: () => context.streams.size,
    stallMs: sizes.stallMs,
    warmAll: (all?: WarmAllOptions) => warmAll(client, options, all),
  });
}

/** `new URL` costs more than the rest of a warm. */
function lastSegment(url: string): string {
  const path = url.split(/[?#]/, 1)[0]!;
  let end = path.length;
  while (path[end - 1] === '/') end--;
  return path.slice(path.lastIndexOf('/', end - 1) + 1, end);
}

/** Node's own limit. */
const MAX_HEADER_LENGTH = 16_384;

function checkHeaders(headers: Headers): void {
  let length = 0;
  for (const [name, value] of headers) length += name.length + value.length;
  if (length <= MAX_HEADER_LENGTH) return;
  const message = `The headers have ${length} characters; at most ${MAX_HEADER_LENGTH} are allowed.`;
  throw invalidRequest(message, 431);
}

function methodNotAllowed(name: string, method: string): Response {
  const error = invalidRequest(`${method} is not allowed here; POST to …/${name}.`);
  return json({ error: toErrorBody(error) }, 405, { allow: 'POST' });
}
