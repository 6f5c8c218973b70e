import type { Server } from 'node:http';
import type { Handler } from '@forewarm/server';
import type { Health } from './seen/health.js';

export interface Running {
  readonly server: Server;
  readonly handler: Handler;
  readonly health: Health;
  /** How long answers under way may take to end, in milliseconds. */
  readonly drainMs: number;
  /** Frees what else is open. */
  readonly close: () => Promise<void>;
}

/**
 * Stops without cutting anybody off: takes no more, lets answers end, tells the rest to ask again,
 * then frees what is open.
 */
export async function stop({ server, handler, health, drainMs, close }: Running): Promise<void> {
  health.stopping = true;
  // Still heard meanwhile: a balancer that asks is told, and a request that comes all the same gets
  // a 503 to take elsewhere, not a closed door.
  await handler.drain(drainMs);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection that has had its answer may take its time to go.
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 1_000).unref();
  await closed;
  handler.client.dispose();
  await close();
}
