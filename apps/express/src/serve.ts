import { createServer, type Server } from 'node:http';
import type { Express } from 'express';

/** Makes the server with limits on how long a client may take, in milliseconds. */
export function httpServer(app: Express): Server {
  const server = createServer({ connectionsCheckingInterval: 5_000 }, app);
  // Who sends a letter a second gets no further than this.
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  // Longer than the 60 s for which nginx keeps its connections, so that it never sends into one
  // that is just being closed.
  server.keepAliveTimeout = 75_000;
  return server;
}
