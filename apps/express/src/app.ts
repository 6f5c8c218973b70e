import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { anthropic } from '@forewarm/adapters/anthropic';
import { createHandler, type Handler } from '@forewarm/server';
import { express as mount } from '@forewarm/server/express';
import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Config } from './config.js';
import { contextPrefix, reactDom, sqliteBtree } from './contexts/index.js';
import { contextSize } from './info.js';
import type { Upstream } from './upstream.js';

/** The page as Vite builds it, beside the compiled server. */
const PAGE = fileURLToPath(new URL('../web', import.meta.url));

export interface App {
  readonly express: Express;
  readonly handler: Handler;
}

/** The reference app: the handler under `/api/forewarm`, what the page shows under `/api/info`, and the page. */
export function createApp(config: Config, upstream: Upstream): App {
  const contexts = [reactDom(), sqliteBtree(config)];
  const prefixes = new Map(contexts.map((context) => [context.id, contextPrefix(context, config.model)]));
  const adapter = anthropic({ client: upstream.client, maxTokens: config.maxTokens });
  const handler = createHandler({ adapter, prefixes: Object.fromEntries(prefixes) });

  const app = express();
  app.disable('x-powered-by');
  // Plain http on a machine of one's own is the common case: nothing is to be upgraded to https.
  app.use(
    helmet({
      contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } },
      strictTransportSecurity: false,
    }),
  );
  app.get('/healthz', (_req, res) => void res.json({ status: 'ok' }));
  app.get('/api/info', (_req, res) => {
    const { kind, label } = upstream;
    const timeScale = config.upstream.kind === 'simulator' ? config.upstream.timeScale : null;
    const shown = contexts.map(({ id, title, example }) => ({ id, title, example }));
    res
      .set('cache-control', 'no-store')
      .json({ model: config.model, upstream: { kind, label, timeScale }, contexts: shown });
  });
  app.get('/api/contexts/:id', async (req, res, next) => {
    const resolve = prefixes.get(req.params.id);
    if (!resolve) return next();
    res.set('cache-control', 'no-store').json(await contextSize(() => resolve({}, new Request('http://localhost'))));
  });
  app.use('/api/forewarm', mount(handler));
  if (existsSync(PAGE)) app.use(express.static(PAGE));
  app.use(
    (_req, res) =>
      void res.status(404).json({ error: { code: 'not-found', message: 'There is nothing here; the page is at /.' } }),
  );
  return { express: app, handler };
}
