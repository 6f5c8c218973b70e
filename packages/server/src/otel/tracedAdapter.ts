import { type Attributes, type Meter, metrics, trace, type Tracer } from '@opentelemetry/api';
import {
  type Adapter,
  type AskEvent,
  type CallOptions,
  invalidOption,
  type Prefix,
  type Turn,
  type WarmResult,
} from '@forewarm/core';
import { ModelRequest, openInstruments } from './modelRequest.js';

export interface TracedOptions {
  /** Default: the global one, named `forewarm`. */
  tracer?: Tracer | undefined;
  /** Default: the global one, named `forewarm`. */
  meter?: Meter | undefined;
  /** `gen_ai.provider.name`. Default: the adapter's name. */
  provider?: string | undefined;
}

/**
 * Records model requests as spans `chat {model}` and in OpenTelemetry's GenAI metrics, without
 * texts. A warm has `forewarm.warm: true`.
 */
export function traced(adapter: Adapter<Prefix>, options: TracedOptions = {}): Adapter<Prefix> {
  if (typeof adapter?.ask !== 'function')
    throw invalidOption('traced', 'adapter', adapter, 'an adapter with warm and ask');
  const { tracer = trace.getTracer('forewarm'), provider = adapter.name } = options;
  const instruments = openInstruments(options.meter ?? metrics.getMeter('forewarm'));
  const begin = (prefix: Prefix, kind: Attributes): ModelRequest =>
    new ModelRequest(tracer, instruments, provider, prefix, kind);

  return {
    ...adapter,
    async warm(prefix: Prefix, call?: CallOptions): Promise<WarmResult> {
      const request = begin(prefix, { 'forewarm.warm': true, 'forewarm.trigger': call?.trigger ?? 'manual' });
      try {
        const result = await request.within(() => adapter.warm(prefix, call));
        if (result.usage) request.used(result.usage);
        if (result.status === 'skipped') request.note({ 'forewarm.skipped': result.reason });
        return result;
      } catch (thrown) {
        request.failed(thrown);
        throw thrown;
      } finally {
        request.end();
      }
    },
    async *ask(prefix: Prefix, turn: Turn, call?: CallOptions): AsyncGenerator<AskEvent> {
      const request = begin(prefix, {});
      try {
        for await (const event of request.within(() => adapter.ask(prefix, turn, call))) {
          request.saw(event);
          yield event;
        }
      } catch (thrown) {
        // A client that leaves is no error.
        if (call?.signal?.aborted) request.note({ 'forewarm.stopped': true });
        else request.failed(thrown);
        throw thrown;
      } finally {
        request.end();
      }
    },
  };
}
