import { anthropic } from '@forewarm/adapters/anthropic';
import { createHandler, type Handler } from '@forewarm/server';
import { express as mount } from '@forewarm/server/express';
import { recordMetrics, traced } from '@forewarm/server/otel';
import express, { type Express } from 'express';
import type { Logger } from 'pino';
import type { Config } from './config.js';
import { contextPrefix, reactDom, sqliteBtree } from './contexts/index.js';
import { contextSize } from './info.js';
import { nothingHere, refused } from './refused.js';
import { servePage } from './pages/page.js';
import { security } from './pages/security.js';
import { type Health, serveHealth } from './seen/health.js';
import { logContent, logEvent, requestLog } from './seen/log.js';
import { openMetrics } from './seen/metrics.js';
import { openTelemetry } from './seen/telemetry.js';
import type { Shared } from './shared.js';
import type { Upstream } from './upstream.js';

export interface App {
  readonly express: Express;
  readonly handler: Handler;
  readonly health: Health;
  /** Sends what is still to be told of it. */
  readonly close: () => Promise<void>;
}

/**
 * The reference app: the handler under `/api/forewarm`, what the page shows under `/api/info`, the
 * page, and what an operator looks at.
 */
export function createApp(config: Config, upstream: Upstream, shared: Shared, log: Logger): App {
  const contexts = [reactDom(), sqliteBtree(config)];
  const prefixes = new Map(contexts.map((context) => [context.id, contextPrefix(context, config.model)]));
  const telemetry = openTelemetry(config.sendsTelemetry, log);
  const metrics = openMetrics(config.metricsToken, telemetry);
  const { store, limits, answers, isWarmingOn } = shared;
  const { warms, tokens, cost } = config.budget;
  const budgets = Object.entries({ warms, tokens, cost }).filter(([, most]) => most !== Infinity);
  const provider = traced(anthropic({ client: upstream.client, maxTokens: config.maxTokens }), {
    tracer: telemetry.tracer,
    meter: metrics.meter,
    provider: 'anthropic',
  });
  const handler = createHandler({
    adapter: config.log.content ? logContent(provider, log) : provider,
    prefixes: Object.fromEntries(prefixes),
    policy: {
      enabled: isWarmingOn,
      rates: config.rates,
      ...(budgets.length > 0 && { budget: Object.fromEntries(budgets) }),
    },
    store,
    limits,
    answers,
    ...(config.allowedOrigins.length > 0 && { cors: { origins: config.allowedOrigins } }),
    onEvent: (event) => logEvent(log, event, config.log.content),
    onError: (error) => log.error({ err: error }, 'a request failed'),
  });
  recordMetrics(handler.client, { meter: metrics.meter, rates: config.rates, streaming: handler.streaming });

  const app = express();
  const health: Health = { stopping: false };
  app.disable('x-powered-by').set('trust proxy', config.trustProxy);
  app.use(requestLog(log));
  serveHealth(app, health, shared.problem);
  app.get('/metrics', metrics.serve);
  app.use(security);
  app.use('/api/forewarm', mount(handler));
  app.get('/api/info', (_req, res) => {
    const { kind, label } = upstream;
    const timeScale = config.upstream.kind === 'simulator' ? config.upstream.timeScale : null;
    const shown = contexts.map(({ id, title, starters }) => ({ id, title, starters }));
    res
      .set('cache-control', 'no-store')
      .json({ model: config.model, upstream: { kind, label, timeScale }, contexts: shown });
  });
  app.get('/api/contexts/:id', async (req, res, next) => {
    const resolve = prefixes.get(req.params.id);
    if (!resolve) return next();
    res.set('cache-control', 'no-store').json(await contextSize(() => resolve({}, new Request('http://localhost'))));
  });
  servePage(app);
  app.use(nothingHere, refused(log));
  return { express: app, handler, health, close: telemetry.close };
}
