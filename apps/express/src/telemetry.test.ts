import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { http } from '@forewarm/adapters/http';
import { collect } from '@forewarm/testing';
import { trace } from '@opentelemetry/api';
import { InMemorySpanExporter, BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterEach, expect, test, vi } from 'vitest';
import { appsForTests } from './testing/openApp.js';

const { openApp, closers, REF, QUESTION, warm } = appsForTests();
afterEach(() => {
  vi.unstubAllEnvs();
  trace.disable();
});

interface Received {
  readonly path: string;
  readonly headers: Record<string, unknown>;
  readonly text: string;
}

/** A collector that speaks OTLP over HTTP as far as taking what it is sent. */
async function openCollector(): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((req, res) => {
    let text = '';
    req.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    req.on('end', () => {
      received.push({ path: req.url ?? '', headers: req.headers, text });
      res.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

/** One warm and one ask, then the end, at which everything is sent. */
async function use(url: string): Promise<void> {
  await warm(url);
  const { error } = await collect(http({ url: `${url}/api/forewarm` }).ask(REF, { question: QUESTION }));
  expect(error).toBeUndefined();
}

interface Span {
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: unknown }[];
}

test('spans and metrics go to the collector the standard variable names, as its service, without a text', async () => {
  const { url, received } = await openCollector();
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', url);
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'x-tenant=ours');
  vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment.name=test');
  const app = await openApp({ OTEL_EXPORTER_OTLP_ENDPOINT: url });
  await use(app.url);
  await app.stop();
  expect([...new Set(received.map(({ path }) => path))].toSorted()).toEqual(['/v1/metrics', '/v1/traces']);
  expect(received.every(({ headers }) => headers['x-tenant'] === 'ours')).toBe(true);

  const all = received.map(({ text }) => text).join('');
  const bodies = received.filter(({ path }) => path === '/v1/traces').map(({ text }) => JSON.parse(text));
  const resources = bodies.flatMap((body) => body.resourceSpans) as {
    resource: { attributes: unknown };
    scopeSpans: { spans: Span[] }[];
  }[];
  expect(resources[0]!.resource.attributes).toEqual(
    expect.arrayContaining([
      { key: 'service.name', value: { stringValue: 'forewarm' } },
      { key: 'deployment.environment.name', value: { stringValue: 'test' } },
    ]),
  );
  const spans = resources.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  expect(spans.map(({ name }) => name)).toEqual(['chat claude-sonnet-4-6', 'chat claude-sonnet-4-6']);
  expect(spans[1]!.attributes).toContainEqual({ key: 'gen_ai.operation.name', value: { stringValue: 'chat' } });
  for (const name of ['forewarm.warms', 'forewarm.ask.ttft', 'gen_ai.client.token.usage']) expect(all).toContain(name);
  expect(all).not.toMatch(/confidential|curious/);
});

test('a collector that is gone is a line in the log, and keeps nothing from its end', async () => {
  const { url } = await openCollector();
  await closers.pop()!();
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', url);
  const app = await openApp({ OTEL_EXPORTER_OTLP_ENDPOINT: url });
  await use(app.url);
  await app.stop();
  await expect.poll(() => app.lines.join(''), { timeout: 5_000 }).toContain('telemetry-failed');
});

test('where a program loaded before has set up tracing, spans go there', async () => {
  const { url, received } = await openCollector();
  const spans = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }));
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', url);
  const app = await openApp({ OTEL_EXPORTER_OTLP_ENDPOINT: url });
  await use(app.url);
  await app.stop();
  const finished = spans.getFinishedSpans();
  // The SDK has spans of its own, where there is a global tracer.
  expect(finished.filter(({ name }) => name.startsWith('chat '))).toHaveLength(2);
  expect(JSON.stringify(finished.map(({ attributes, events }) => [attributes, events]))).not.toMatch(/confidential/);
  expect(new Set(received.map(({ path }) => path))).toEqual(new Set(['/v1/metrics']));
});

test('without the variable nothing is sent anywhere', async () => {
  const { received } = await openCollector();
  const app = await openApp();
  await use(app.url);
  await app.stop();
  expect(received).toEqual([]);
});
