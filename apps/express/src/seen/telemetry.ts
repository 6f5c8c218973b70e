import { diag, DiagLogLevel, type ProxyTracerProvider, trace, type Tracer } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  type Resource,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { type IMetricReader, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Logger } from 'pino';

/** What goes to a collector of OpenTelemetry, where one is named. */
export interface Telemetry {
  /** Undefined: the global one, which is what a program that was loaded before may have set up. */
  readonly tracer: Tracer | undefined;
  readonly readers: readonly IMetricReader[];
  /** Who these figures are of: `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES`. */
  readonly resource: Resource;
  /** Sends what has not been sent. Resolves also where the collector does not answer. */
  readonly close: () => Promise<void>;
}

/** How long the last sending may take, in milliseconds: nobody's answer depends on it. */
const CLOSE_MS = 2_000;

/**
 * Sends spans and metrics over OTLP where `OTEL_EXPORTER_OTLP_ENDPOINT` names a collector; the
 * exporters read this and the other standard variables by themselves. A collector out of reach is a
 * line in the log and nothing else.
 */
export function openTelemetry(isOn: boolean, log: Logger): Telemetry {
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'forewarm' }))
    .merge(detectResources({ detectors: [envDetector] }));
  if (!isOn) return { tracer: undefined, readers: [], resource, close: async () => {} };
  const told = (message: string): void => log.warn({ event: 'telemetry-failed', message });
  const silent = (): void => {};
  diag.setLogger({ error: told, warn: told, info: silent, debug: silent, verbose: silent }, DiagLogLevel.WARN);
  const reader = new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() });
  const spans = new BasicTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  const global = trace.getTracerProvider() as Partial<ProxyTracerProvider>;
  const isTaken = global.getDelegateTracer?.('forewarm') !== undefined;
  const close = async (): Promise<void> => {
    const sent = Promise.allSettled([reader.shutdown(), spans.shutdown()]);
    const late = new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref());
    await Promise.race([sent, late]);
  };
  return { tracer: isTaken ? undefined : spans.getTracer('forewarm'), readers: [reader], resource, close };
}
