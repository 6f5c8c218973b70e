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
import { durations, tokenCounts } from './instruments.js';

export type Instruments = Readonly<Record<'tokens' | 'duration' | 'firstChunk', Histogram>>;

export function openInstruments(meter: Meter): Instruments {
  const operation = 'gen_ai.client.operation';
  return {
    tokens: tokenCounts(meter, 'gen_ai.client.token.usage', 'Tokens of requests to the model.'),
    duration: durations(meter, `${operation}.duration`, 'How long requests to the model took.'),
    firstChunk: durations(meter, `${operation}.time_to_first_chunk`, 'From the request to the first piece.'),
  };
}

export class ModelRequest {
  readonly #span: Span;
  readonly #instruments: Instruments;
  readonly #attributes: Attributes;
  readonly #startedAt = performance.now();
  #first = true;

  constructor(tracer: Tracer, instruments: Instruments, provider: string, { model }: Prefix, kind: Attributes) {
    const common = { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': provider, 'gen_ai.request.model': model };
    this.#instruments = instruments;
    // Without the trigger: metrics need few values.
    this.#attributes = { ...common, 'forewarm.warm': kind['forewarm.warm'] === true };
    this.#span = tracer.startSpan(`chat ${model}`, { kind: SpanKind.CLIENT, attributes: { ...common, ...kind } });
  }

  /** The HTTP request is the span's child. */
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

  /** Missing is unknown, not zero. */
  used({ prompt, cacheRead, cacheWrite, output }: Usage): void {
    const counts = { input: prompt, output, 'cache_read.input': cacheRead, 'cache_creation.input': cacheWrite };
    for (const [kind, count] of Object.entries(counts)) {
      if (count === null) continue;
      this.note({ [`gen_ai.usage.${kind}_tokens`]: count });
      if (kind.includes('.')) continue;
      this.#instruments.tokens.record(count, { ...this.#attributes, 'gen_ai.token.type': kind });
    }
  }

  failed(thrown: unknown): void {
    const { code, status } = toForewarmError(thrown);
    // Not its message, which may quote the prompt.
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
