import Anthropic from '@anthropic-ai/sdk';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anthropic } from '@forewarm/adapters/anthropic';
import { definePrefix } from '@forewarm/core';
import { createHandler } from '@forewarm/server';
import { memoryAnswers } from '@forewarm/server/answers';
import { node } from '@forewarm/server/node';
import { createSimulator } from '@forewarm/simulator';
import { type Gateway, openGateway } from '@forewarm/testing';

/** Words a document's name or a question may hold, which make the model's side behave in a certain way. */
export const SLOW = 'slowly';
export const BREAKS = 'breaks off';

/** The answer to every question. */
export const ANSWER = Array.from({ length: 60 }, (_, index) => `Word ${index}.`).join(' ');

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A model behind real HTTP, which takes its time for what is to be slow and breaks off what is to break. */
export function openModel(): Promise<Gateway> {
  const simulator = createSimulator({ latency: 'none', answer: () => ANSWER, contextWindow: 20_000_000 });
  return openGateway({
    async upstream(request) {
      const body = await request.clone().text();
      const response = await simulator.fetch(request);
      return body.includes(SLOW) ? slowed(response) : response;
    },
    cutAfter: ({ body }) => (body.includes(BREAKS) ? 2_000 : undefined),
  });
}

/** The same answer, half a second late and then piece by piece over about a second and a half. */
async function slowed(response: Response): Promise<Response> {
  await pause(500);
  const pieces = new TransformStream<Uint8Array, Uint8Array>({
    async transform(chunk, controller) {
      const size = Math.ceil(chunk.byteLength / 30);
      for (let at = 0; at < chunk.byteLength; at += size) {
        controller.enqueue(chunk.subarray(at, at + size));
        await pause(50);
      }
    },
  });
  return new Response(response.body!.pipeThrough(pieces), response);
}

/** A handler in Node that keeps its answers, for `http()` in another runtime. */
export async function openBackend(upstream: string): Promise<{ url: string; close: () => void }> {
  const adapter = anthropic({ client: new Anthropic({ apiKey: 'any', maxRetries: 0, baseURL: upstream }) });
  const prefixes = {
    document: ({ name }: { name?: unknown }) =>
      definePrefix({
        model: 'claude-sonnet-4-6',
        system: `${JSON.stringify(name)}. ${'A cursor moves over a tree. '.repeat(600)}`,
      }),
  };
  const server = createServer(node(createHandler({ adapter, prefixes, answers: memoryAnswers() })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

/** A line to a server that breaks once, in the middle of the first answer. */
export async function openBadLine(url: string): Promise<Gateway> {
  let broken = false;
  return openGateway({
    upstream: async (request) => {
      const { method, headers, signal } = request;
      headers.delete('connection');
      headers.delete('transfer-encoding');
      headers.delete('content-length');
      headers.delete('host');
      const body = await request.text();
      return fetch(url + new URL(request.url).pathname, { method, headers, signal, body });
    },
    cutAfter({ path }) {
      if (broken || !path.endsWith('/ask')) return;
      broken = true;
      return 1_500;
    },
  });
}
