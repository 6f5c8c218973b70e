import type { Express } from 'express';

/** Whether the server takes requests, and why not all is well where it is not. */
export interface Health {
  /** Set once it is told to stop: a balancer then sends new requests elsewhere. */
  stopping: boolean;
}

/**
 * `/healthz` says that the process lives: restart it where it does not. `/readyz` says that it
 * takes requests: 503 while it stops. Trouble with what it can do without, such as Redis, is told
 * there and is no reason to send people away.
 */
export function serveHealth(app: Express, health: Health, problem: () => string | null): void {
  app.use((_req, res, next) => {
    // Whoever keeps its connections open is to open the next one elsewhere.
    if (health.stopping) res.set('connection', 'close');
    next();
  });
  app.get('/healthz', (_req, res) => void res.json({ status: 'ok' }));
  app.get('/readyz', (_req, res) => {
    const degraded = problem();
    const status = health.stopping ? 'stopping' : degraded === null ? 'ready' : 'degraded';
    res
      .status(health.stopping ? 503 : 200)
      .set('cache-control', 'no-store')
      .json({ status, ...(degraded !== null && { problem: degraded }) });
  });
}
