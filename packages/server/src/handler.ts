import { ForewarmError, type Prefix, ForewarmClient } from '@forewarm/core';
import { toErrorBody, TRIGGERS } from '@forewarm/core/kit';
import { DEFAULT_BUDGET, loudBudget } from './budget.js';
import { ask } from './calls/ask.js';
import type { Context } from './calls/context.js';
import { resume, stop } from './calls/resume.js';
import { adopt, speculate } from './calls/speculate.js';
import { warm } from './calls/warm.js';
import { checkOptions } from './checkOptions.js';
import { type HandlerOptions, resolveSizes } from './options.js';
import { errorResponse, json } from './responses.js';
import { OpenStreams } from './stream/openStreams.js';
import { warmAll, type WarmAllOptions, type WarmAllReport } from './warmAll.js';
import type { Connection } from './who/scope.js';
import { originGuard } from './who/origin.js';

/**
 * Answers `POST …/warm` and `POST …/ask`, where answers are kept `…/resume` and `…/stop`, and with `speculativeAnswers` `…/speculate` and `…/adopt`, wherever
 * it is mounted.
 */
export interface Handler {
  /** `connection` is what the server knows beside the headers; without it nothing is counted by address. */
  (request: Request, connection?: Connection): Promise<Response>;
  /** The client behind it, for its events and for warming from the server's own side. */
  readonly client: ForewarmClient<Prefix>;
  /** Warms prefixes from the server's own side, within the same policy and budgets: at a deploy, or by a schedule. */
  readonly warmAll: (options?: WarmAllOptions) => Promise<WarmAllReport>;
  /** How many answers are streaming. */
  readonly streaming: () => number;
  /** How long whoever sends its answers waits for a reader that takes nothing, in milliseconds. */
  readonly stallMs: number;
  /**
   * Ends well: takes no more asks (503) or warms (skipped), waits for answers under way for `ms` milliseconds, then ends what is left with an
   * error that says to ask again. Resolves when none is left. Default 10,000.
   */
  readonly drain: (ms?: number) => Promise<void>;
}

/** A word to branch on and the seconds until another instance has surely taken over. */
const DRAINING = { reason: 'draining', retryAfterMs: 1_000 } as const;

const ROUTES = { warm, ask, resume, stop, speculate, adopt } as const;
const isRoute = (name: string): name is keyof typeof ROUTES => Object.hasOwn(ROUTES, name);

/** Turns a provider into a web-standard handler. */
export function createHandler(options: HandlerOptions): Handler {
  checkOptions(options);
  const sizes = resolveSizes(options);
  const guard = originGuard(options.cors);
  const { adapter, store, environment, onEvent } = options;
  const { onError = (error: unknown) => globalThis.console.error(error) } = options;
  // The browser decides by its own triggers when to warm; here every warm that arrives is looked at, whatever caused it.
  const policy = { triggers: TRIGGERS, ...options.policy, budget: options.policy?.budget ?? DEFAULT_BUDGET };
  const client = new ForewarmClient<Prefix>({ adapter, policy, store, environment, onEvent: loudBudget(onEvent) });
  const context: Context = { options, sizes, client, streams: new OpenStreams(), parked: new Set() };
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
    // Nobody reads what a warm or a stop came to: no end waits for them.
    return name === 'ask' || name === 'resume' || name === 'speculate' ? context.streams.during(call) : call();
  };

  const handle = async (request: Request, connection: Connection = {}): Promise<Response> => {
    const response = await answer(request, connection).catch((thrown: unknown) => {
      if (!(thrown instanceof ForewarmError)) onError(thrown);
      return errorResponse(thrown);
    });
    for (const [name, value] of Object.entries(guard.headers(request))) response.headers.set(name, value);
    return response;
  };

  const drain = (ms = 10_000): Promise<void> => {
    draining = true;
    const message = 'The server was restarted in the middle of the answer; asking again may work.';
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

/** The last part of an address's path, without parsing the whole: `new URL` costs more than all the rest of a warm. */
function lastSegment(url: string): string {
  const path = url.split(/[?#]/, 1)[0]!;
  let end = path.length;
  while (path[end - 1] === '/') end--;
  return path.slice(path.lastIndexOf('/', end - 1) + 1, end);
}

/** The most characters of headers a request may have: Node's own limit. */
const MAX_HEADER_LENGTH = 16_384;

function checkHeaders(headers: Headers): void {
  let length = 0;
  for (const [name, value] of headers) length += name.length + value.length;
  if (length <= MAX_HEADER_LENGTH) return;
  const message = `The headers have ${length} characters; at most ${MAX_HEADER_LENGTH} are taken.`;
  throw new ForewarmError('invalid-request', message, { status: 431 });
}

function methodNotAllowed(name: string, method: string): Response {
  const error = new ForewarmError('invalid-request', `${method} is not taken here; POST to …/${name}.`);
  return json({ error: toErrorBody(error) }, 405, { allow: 'POST' });
}
