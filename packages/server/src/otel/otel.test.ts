import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { context, SpanKind, trace } from '@opentelemetry/api';
import { definePrefix, ForewarmError, type Prefix } from '@forewarm/core';
import { scriptedAdapter, type Script, YES } from '@forewarm/testing';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  type MetricData,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHandler, type Handler } from '../handler.js';
import type { HandlerOptions } from '../options.js';
import { recordMetrics } from './recordMetrics.js';
import { traced } from './tracedAdapter.js';

const contexts = new AsyncLocalStorageContextManager();
beforeAll(() => void context.setGlobalContextManager(contexts.enable()));
afterAll(() => context.disable());

const doc = definePrefix({ model: 'm', system: 'A secret document.' });
const SECRET = 'What is the secret question?';
const RATES = { input: 3, cacheRead: 0.3, cacheWrite: 3.75, output: 15 };

function setup(script: Script<Prefix> = {}, options: Partial<HandlerOptions> = {}) {
  const spans = new InMemorySpanExporter();
  const tracer = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }).getTracer('test');
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const meter = new MeterProvider({ readers: [reader] }).getMeter('test');
  const adapter = traced(scriptedAdapter<Prefix>(script), { tracer, meter, provider: 'anthropic' });
  const handler = createHandler({ adapter, prefixes: { doc }, ...options });
  recordMetrics(handler.client, { meter, rates: RATES, streaming: handler.streaming });
  const collect = async (): Promise<Map<string, MetricData>> => {
    await reader.forceFlush();
    const all = exporter
      .getMetrics()
      .at(-1)!
      .scopeMetrics.flatMap(({ metrics }) => metrics);
    return new Map(all.map((data) => [data.descriptor.name, data]));
  };
  return { handler, spans: () => spans.getFinishedSpans(), collect, tracer };
}

const post = (handler: Handler, path: string): Promise<string> =>
  handler(
    new Request(`http://localhost/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prefix: { id: 'doc' }, question: SECRET, trigger: 'focus' }),
    }),
  ).then((response) => response.text());

/** A metric's values by their attributes. */
const values = (data: MetricData | undefined): Record<string, unknown> =>
  Object.fromEntries(
    (data?.dataPoints ?? []).map(({ attributes, value }) => [
      Object.values(attributes).join(' '),
      typeof value === 'number' ? value : value.count,
    ]),
  );

test('a warm and its ask, as spans of the GenAI conventions', async () => {
  const { handler, spans } = setup();
  await post(handler, 'warm');
  await post(handler, 'ask');
  expect(spans().map(({ name, kind, attributes }) => ({ name, kind, attributes }))).toEqual([
    {
      name: 'chat m',
      kind: SpanKind.CLIENT,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'anthropic',
        'gen_ai.request.model': 'm',
        'gen_ai.usage.input_tokens': 10_000,
        'gen_ai.usage.output_tokens': 0,
        'gen_ai.usage.cache_read.input_tokens': 0,
        'gen_ai.usage.cache_creation.input_tokens': 9_990,
        'forewarm.warm': true,
        'forewarm.trigger': 'focus',
      },
    },
    {
      name: 'chat m',
      kind: SpanKind.CLIENT,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'anthropic',
        'gen_ai.request.model': 'm',
        'gen_ai.response.model': 'scripted-1',
        'gen_ai.response.finish_reasons': ['stop'],
        'gen_ai.usage.input_tokens': 10_010,
        'gen_ai.usage.output_tokens': 2,
        'gen_ai.usage.cache_read.input_tokens': 9_990,
        'gen_ai.usage.cache_creation.input_tokens': 0,
        'forewarm.outcome': 'hit',
      },
    },
  ]);
  expect(JSON.stringify(spans().map(({ attributes, events, status }) => [attributes, events, status]))).not.toMatch(
    /secret|Yes\./i,
  );
});

test('the request to the model is a child of what is active, and what it calls is a child of it', async () => {
  let inner: string | undefined;
  const { handler, spans, tracer } = setup({
    warm: async () => {
      inner = trace.getActiveSpan()?.spanContext().spanId;
      throw new ForewarmError('overloaded', 'Secret words.', { status: 529 });
    },
  });
  const outer = tracer.startSpan('POST /warm');
  await context.with(trace.setSpan(context.active(), outer), () => post(handler, 'warm'));
  const [span] = spans();
  expect([span!.parentSpanContext?.spanId, span!.spanContext().spanId]).toEqual([outer.spanContext().spanId, inner]);
  expect(span!.attributes).toMatchObject({ 'error.type': 'overloaded', 'http.response.status_code': 529 });
  expect(JSON.stringify([span!.status, span!.events])).not.toContain('Secret');
});

test('events become numbers', async () => {
  const { handler, collect } = setup();
  for (const path of ['warm', 'warm', 'ask', 'ask']) await post(handler, path);
  const metrics = await collect();
  expect(values(metrics.get('forewarm.warms'))).toEqual({ 'wrote focus': 1, 'skipped focus fresh': 1 });
  expect(values(metrics.get('forewarm.asks'))).toEqual({ 'finished hit': 2 });
  expect(values(metrics.get('forewarm.tokens'))).toEqual({
    'warm prompt': 10_000,
    'warm cache_read': 0,
    'warm cache_write': 9_990,
    'warm output': 0,
    'ask prompt': 20_020,
    'ask cache_read': 19_980,
    'ask cache_write': 0,
    'ask output': 4,
  });
  expect(values(metrics.get('forewarm.ask.ttft'))).toEqual({ hit: 2 });
  expect(values(metrics.get('forewarm.wasted'))).toEqual({ '': 0 });
  expect(values(metrics.get('forewarm.streams'))).toEqual({ '': 0 });
  const cost = values(metrics.get('forewarm.cost')) as Record<string, number>;
  expect(cost['spent']).toBeCloseTo((10 * 3 + 9_990 * 3.75) / 1e6, 10);
  expect(cost['saved']).toBeCloseTo((9_990 * (3.75 - 0.3)) / 1e6, 10);
  expect(cost['net']).toBeCloseTo(cost['saved']! - cost['spent']!, 10);
  expect(values(metrics.get('gen_ai.client.operation.duration'))).toEqual({
    'chat anthropic m true': 1,
    'chat anthropic m false scripted-1': 2,
  });
  expect(values(metrics.get('gen_ai.client.token.usage'))).toEqual({
    'chat anthropic m true input': 1,
    'chat anthropic m true output': 1,
    'chat anthropic m false scripted-1 input': 2,
    'chat anthropic m false scripted-1 output': 2,
  });
  expect(values(metrics.get('gen_ai.client.operation.time_to_first_chunk'))).toEqual({
    'chat anthropic m false scripted-1': 2,
  });
});

test('answers begun ahead are counted by their end, and their tokens apart from those of asks', async () => {
  const { handler, collect } = setup();
  const stamp = { at: 1, key: 'k', ageMs: 5, error: null };
  const usage = { prompt: 10, cacheRead: 9, cacheWrite: 0, output: null };
  handler.client.emit({ type: 'speculation-discarded', ...stamp, reason: 'changed', usage });
  handler.client.emit({ type: 'speculation-adopted', ...stamp });
  const metrics = await collect();
  expect(values(metrics.get('forewarm.speculations'))).toEqual({ 'discarded changed': 1, adopted: 1 });
  expect(values(metrics.get('forewarm.tokens'))).toEqual({
    'discarded prompt': 10,
    'discarded cache_read': 9,
    'discarded cache_write': 0,
  });
});

test('failures, stops and what was not reported are counted as what they are', async () => {
  const unknown = { prompt: 7, cacheRead: null, cacheWrite: null, output: null };
  let n = 0;
  const { handler, collect, spans } = setup({
    warm: new ForewarmError('rate-limited', 'Slow down.'),
    ask: () =>
      [
        [new ForewarmError('unreachable', 'Gone.')],
        [YES[0]!, 60_000],
        [YES[0]!, { type: 'finish', reason: 'stop', usage: unknown, outcome: 'unknown' } as const],
      ][n++]!,
  });
  await post(handler, 'warm');
  await post(handler, 'ask');
  const left = handler.client.ask(doc, { question: SECRET });
  await left.next();
  await left.return();
  await post(handler, 'ask');
  const metrics = await collect();
  expect(values(metrics.get('forewarm.warms'))).toEqual({ 'failed focus rate-limited': 1 });
  expect(values(metrics.get('forewarm.asks'))).toEqual({
    'failed unreachable': 1,
    stopped: 1,
    'finished unknown': 1,
  });
  expect(values(metrics.get('forewarm.tokens'))).toEqual({ 'ask prompt': 7 });
  expect(spans().map(({ attributes }) => attributes['error.type'])).toEqual([
    'rate-limited',
    'unreachable',
    undefined,
    undefined,
  ]);
});
