import type { RequestHandler } from 'express';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { timingSafeEqual } from 'node:crypto';
import type { Meter } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { Telemetry } from './telemetry.js';

export interface Metrics {
  readonly meter: Meter;
  /** Answers in the Prometheus text format. */
  readonly serve: RequestHandler;
}

/**
 * Metrics of this process, to be fetched by Prometheus, from this machine or with the token, and
 * sent to whom telemetry names.
 */
export function openMetrics(token: string | undefined, { readers, resource }: Telemetry): Metrics {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const meter = new MeterProvider({ readers: [exporter, ...readers], resource }).getMeter('forewarm');
  observeProcess(meter);
  return {
    meter,
    serve(req, res, next) {
      const local = isLoopback(req.socket.remoteAddress) && req.headers['x-forwarded-for'] === undefined;
      // As if it were not there: what can't be read need not be known of.
      if (!local && !isToken(req.headers.authorization, token)) return next();
      exporter.getMetricsRequestHandler(req, res);
    },
  };
}

function observeProcess(meter: Meter): void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  meter
    .createObservableGauge('nodejs.eventloop.delay.p99', {
      unit: 's',
      description: 'How late the event loop ran since the last look.',
    })
    .addCallback((result) => {
      const p99 = delay.percentile(99);
      delay.reset();
      result.observe(Number.isFinite(p99) ? p99 / 1e9 : 0);
    });
  meter
    .createObservableGauge('process.memory.usage', { unit: 'By', description: 'Resident memory.' })
    .addCallback((result) => result.observe(process.memoryUsage.rss()));
}

function isLoopback(address = ''): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}

function isToken(authorization = '', token: string | undefined): boolean {
  if (token === undefined) return false;
  const [given, wanted] = [Buffer.from(authorization), Buffer.from(`Bearer ${token}`)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
