export { recordMetrics, type RecordMetricsOptions } from './recordMetrics.js';
export { traced, type TracedOptions } from './tracedAdapter.js';
