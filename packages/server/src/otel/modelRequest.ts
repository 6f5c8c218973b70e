import {
  type Attributes,
  context as contexts,
  type Histogram,
  type Meter,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { type AskEvent, type Prefix, toForewarmError, type Usage } from '@forewarm/core';
import { DURATION_BUCKETS, TOKEN_BUCKETS } from './buckets.js';

/** The histograms of the GenAI conventions. */
export interface Instruments {
  readonly tokens: Histogram;
  readonly duration: Histogram;
  readonly firstChunk: Histogram;
}

/** Makes the histograms of the GenAI conventions. */
export function openInstruments(meter: Meter): Instruments {
  return {
    tokens: meter.createHistogram('gen_ai.client.token.usage', {
      unit: '{token}',
      description: 'Tokens of requests to the model.',
      advice: { explicitBucketBoundaries: TOKEN_BUCKETS },
    }),
    duration: meter.createHistogram('gen_ai.client.operation.duration', {
      unit: 's',
      description: 'How long requests to the model took.',
      advice: { explicitBucketBoundaries: DURATION_BUCKETS },
    }),
    firstChunk: meter.createHistogram('gen_ai.client.operation.time_to_first_chunk', {
      unit: 's',
      description: 'From the request to the first piece of the answer.',
      advice: { explicitBucketBoundaries: DURATION_BUCKETS },
    }),
  };
}

/** One request to the model, as a span and its figures. */
export class ModelRequest {
  readonly #span: Span;
  readonly #instruments: Instruments;
  readonly #attributes: Attributes;
  readonly #startedAt = performance.now();
  #first = true;

  constructor(tracer: Tracer, instruments: Instruments, provider: string, { model }: Prefix, kind: Attributes) {
    const common = { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': provider, 'gen_ai.request.model': model };
    this.#instruments = instruments;
    // Who started a warm is for the span alone: metrics count by few words.
    this.#attributes = { ...common, 'forewarm.warm': kind['forewarm.warm'] === true };
    this.#span = tracer.startSpan(`chat ${model}`, { kind: SpanKind.CLIENT, attributes: { ...common, ...kind } });
  }

  /** Calls with the span as the active one, so that the HTTP request beneath becomes its child. */
  within<T>(call: () => T): T {
    return contexts.with(trace.setSpan(contexts.active(), this.#span), call);
  }

  note(attributes: Attributes): void {
    this.#span.setAttributes(attributes);
  }

  saw(event: AskEvent): void {
    if (event.type === 'start') {
      if (event.model === undefined) return;
      this.#attributes['gen_ai.response.model'] = event.model;
      this.note({ 'gen_ai.response.model': event.model });
    } else if (event.type === 'finish') {
      this.note({ 'gen_ai.response.finish_reasons': [event.reason], 'forewarm.outcome': event.outcome });
      this.used(event.usage);
    } else if (this.#first) {
      this.#first = false;
      this.#instruments.firstChunk.record(this.#seconds(), this.#attributes);
    }
  }

  used({ prompt, cacheRead, cacheWrite, output }: Usage): void {
    const { tokens } = this.#instruments;
    // What was not reported is left out: it is not zero.
    if (prompt !== null) {
      tokens.record(prompt, { ...this.#attributes, 'gen_ai.token.type': 'input' });
      this.note({ 'gen_ai.usage.input_tokens': prompt });
    }
    if (output !== null) {
      tokens.record(output, { ...this.#attributes, 'gen_ai.token.type': 'output' });
      this.note({ 'gen_ai.usage.output_tokens': output });
    }
    if (cacheRead !== null) this.note({ 'gen_ai.usage.cache_read.input_tokens': cacheRead });
    if (cacheWrite !== null) this.note({ 'gen_ai.usage.cache_creation.input_tokens': cacheWrite });
  }

  failed(thrown: unknown): void {
    const { code, status } = toForewarmError(thrown);
    // The code and not the words, which may quote the prompt.
    this.#attributes['error.type'] = code;
    this.note({ 'error.type': code, ...(status !== null && { 'http.response.status_code': status }) });
    this.#span.setStatus({ code: SpanStatusCode.ERROR, message: code });
  }

  end(): void {
    this.#instruments.duration.record(this.#seconds(), this.#attributes);
    this.#span.end();
  }

  #seconds(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }
}
