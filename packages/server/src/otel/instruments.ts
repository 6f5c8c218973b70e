import type { Counter, Histogram, Meter, ObservableGauge } from '@opentelemetry/api';

/** Seconds, by the convention of `gen_ai.client.operation.duration`. */
const DURATIONS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
/** By that of `gen_ai.client.token.usage`. */
const TOKENS = Array.from({ length: 14 }, (_, power) => 4 ** power);

export function counter(meter: Meter, name: string, unit: string, description: string): Counter {
  return meter.createCounter(name, { unit: `{${unit}}`, description });
}

export function gauge(meter: Meter, name: string, unit: string, description: string): ObservableGauge {
  return meter.createObservableGauge(name, { unit, description });
}

export function durations(meter: Meter, name: string, description: string): Histogram {
  return meter.createHistogram(name, { unit: 's', description, advice: { explicitBucketBoundaries: DURATIONS } });
}

export function tokenCounts(meter: Meter, name: string, description: string): Histogram {
  return meter.createHistogram(name, { unit: '{token}', description, advice: { explicitBucketBoundaries: TOKENS } });
}
