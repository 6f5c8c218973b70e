import {
  type Adapter,
  type Environment,
  type EventListener,
  ForewarmError,
  invalidOption,
  MAX_QUESTION_LENGTH,
  type PolicyInit,
  type Prefix,
  SpeculativeCache,
  toErrorBody,
  type Trigger,
  TRIGGERS,
  type WarmReport,
  type WarmResponseBody,
  type WarmStore,
} from '@forewarm/core';
import { answerStream } from './answerStream.js';
import { readJson } from './body.js';
import { type Prefixes, resolvePrefix } from './prefixes.js';
import { errorResponse, json } from './responses.js';
import { parseAsk, parseWarm } from './schema.js';

export interface HandlerOptions {
  /** The provider: holds the key and talks to the model. */
  adapter: Adapter<Prefix>;
  /** What browsers may name. */
  prefixes: Prefixes;
  policy?: PolicyInit | undefined;
  /** Where warmth is kept. Default the memory of this process. */
  store?: WarmStore | undefined;
  environment?: Environment | undefined;
  onEvent?: EventListener | undefined;
  /** Told of errors that are no one's input: what the client gets is without their words. Default: written to the console. */
  onError?: ((error: unknown) => void) | undefined;
  /** The largest body taken, in bytes. Default 1,000,000. */
  maxBodyBytes?: number | undefined;
  /** The longest question taken, in characters. Default 20,000. */
  maxQuestionLength?: number | undefined;
}

/** Answers `POST …/warm` and `POST …/ask`, wherever it is mounted. */
export interface Handler {
  (request: Request): Promise<Response>;
  /** The cache behind it, for its events and for warming from the server's own side. */
  readonly cache: SpeculativeCache<Prefix>;
}

/** Turns a provider into a web-standard handler. */
export function createHandler(options: HandlerOptions): Handler {
  const { prefixes, maxBodyBytes = 1_000_000, maxQuestionLength = MAX_QUESTION_LENGTH, ...rest } = options;
  const { onError = (error: unknown) => globalThis.console.error(error), ...cacheOptions } = rest;
  if (typeof prefixes !== 'object' || prefixes === null) {
    throw invalidOption('createHandler', 'prefixes', prefixes, 'an object of prefixes by id');
  }
  for (const [name, value] of Object.entries({ maxBodyBytes, maxQuestionLength })) {
    if (!Number.isInteger(value) || value < 1)
      throw invalidOption('createHandler', name, value, 'a whole number, 1 or more');
  }
  // The browser decides by its own triggers when to warm; here every warm that arrives is looked at, whatever caused it.
  const policy = { triggers: TRIGGERS, ...cacheOptions.policy };
  const cache = new SpeculativeCache<Prefix>({ ...cacheOptions, policy });

  const warm = async (request: Request): Promise<Response> => {
    const { prefix: ref, trigger } = parseWarm(await readJson(request, maxBodyBytes));
    const prefix = await resolvePrefix(prefixes, ref, request);
    const known = TRIGGERS.includes(trigger as Trigger) ? (trigger as Trigger) : 'manual';
    return json(toWarmBody(await cache.warm(prefix, { trigger: known }), cache.environment.now()));
  };

  const ask = async (request: Request): Promise<Response> => {
    const input = parseAsk(await readJson(request, maxBodyBytes), maxQuestionLength);
    const { question, expectHash, waitedMs } = input;
    const prefix = await resolvePrefix(prefixes, input.prefix, request);
    const gone = new AbortController();
    const leave = (): void => gone.abort(new DOMException('The client left.', 'AbortError'));
    request.signal.addEventListener('abort', leave, { once: true });
    return answerStream(cache.ask(prefix, { question }, { signal: gone.signal, expectHash, waitedMs }), leave);
  };

  const routes = { warm, ask } as const;

  const handle = async (request: Request): Promise<Response> => {
    try {
      const name = new URL(request.url).pathname.split('/').findLast(Boolean) ?? '';
      if (!Object.hasOwn(routes, name)) {
        throw new ForewarmError('not-found', 'There is nothing here; POST to …/warm or …/ask.', { status: 404 });
      }
      if (request.method !== 'POST') return methodNotAllowed(name, request.method);
      return await routes[name as keyof typeof routes](request);
    } catch (thrown) {
      if (!(thrown instanceof ForewarmError)) onError(thrown);
      return errorResponse(thrown);
    }
  };
  return Object.assign(handle, { cache });
}

function methodNotAllowed(name: string, method: string): Response {
  const error = new ForewarmError('invalid-request', `${method} is not taken here; POST to …/${name}.`);
  return json({ error: toErrorBody(error) }, 405, { allow: 'POST' });
}

function toWarmBody(report: WarmReport, now: number): WarmResponseBody {
  if (report.status === 'failed') return { status: 'failed', error: toErrorBody(report.error) };
  const { warmth } = report;
  if (warmth === null) {
    const { reason, retryAfterMs } = report as WarmReport & { status: 'skipped' };
    return { status: 'skipped', reason, ...(retryAfterMs === null ? {} : { retryAfterMs }) };
  }
  const { hash, method, usage, startedAt, expiresAt } = warmth;
  const wrote = report.status === 'warmed' && report.wrote;
  return { status: 'warmed', hash, method, usage, wrote, ttlMs: expiresAt - startedAt, ageMs: now - startedAt };
}
