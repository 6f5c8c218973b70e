import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Handler } from '../handler.js';
import { answerNode } from './nodeHttp.js';

export interface FastifyScope {
  removeAllContentTypeParsers(): unknown;
  addContentTypeParser(
    type: string,
    parser: (request: unknown, payload: unknown, done: (error: null) => void) => void,
  ): unknown;
  all(
    path: string,
    answer: (
      request: { readonly raw: IncomingMessage; readonly ip: string },
      reply: { readonly raw: ServerResponse; hijack(): unknown },
    ) => Promise<void>,
  ): unknown;
}

/** Mounts a handler: `app.register(fastify(handler), { prefix: '/api/forewarm' })`. */
export function fastify(handler: Handler): (scope: FastifyScope) => Promise<void> {
  return async (scope) => {
    // The handler reads bodies, with its own limit and errors.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.all('/*', async (request, reply) => {
      reply.hijack();
      await answerNode(handler, request.raw, reply.raw, { address: request.ip });
    });
  };
}
