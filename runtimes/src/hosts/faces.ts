import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { express } from '@forewarm/server/express';
import { fastify } from '@forewarm/server/fastify';
import { node } from '@forewarm/server/node';
import expressApp from 'express';
import Fastify from 'fastify';
import { plain } from '../app.js';

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

const listen = async (listener: RequestListener): Promise<number> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return portOf(server);
};

/** The faces for servers of Node's kind, each on a port of its own. */
export async function openFaces(): Promise<Record<string, number>> {
  const app = Fastify();
  await app.register(fastify(plain), { prefix: '/fastify' });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    node: await listen(node(plain)),
    express: await listen(expressApp().use('/express', express(plain))),
    fastify: portOf(app.server),
  };
}
