import { type Attributes, type Meter, metrics as api } from '@opentelemetry/api';
import { type ForewarmEvent, MetricsObserver, type Rates, report, type Usage } from '@forewarm/core';
import { type EventSource, summarize } from '@forewarm/core/kit';
import { DURATION_BUCKETS } from './buckets.js';

export interface RecordMetricsOptions {
  /** Default the global one, under the name `forewarm`. */
  meter?: Meter | undefined;
  /** What the backend charges: without it there are no figures in money. */
  rates?: Rates | undefined;
  /** How many answers stream now: `handler.streaming`. */
  streaming?: (() => number) | undefined;
}

/**
 * Counts what a cache does: warms and asks by what came of them, times to the first token from submit by lane, tokens by who caused them, and what warming
 * cost and saved, net. Few words per figure and no prefix's name among them, so that the number of series stays small. The function returned ends it.
 */
export function recordMetrics(source: EventSource, options: RecordMetricsOptions = {}): () => void {
  const { meter = api.getMeter('forewarm'), rates = null, streaming } = options;
  const warms = meter.createCounter('forewarm.warms', { unit: '{warm}', description: 'Warms, by what came of them.' });
  const asks = meter.createCounter('forewarm.asks', { unit: '{ask}', description: 'Asks, by what came of them.' });
  const tokens = meter.createCounter('forewarm.tokens', {
    unit: '{token}',
    description: 'Tokens reported by the backend, by warm or ask and by what the cache did with them.',
  });
  const troubles = meter.createCounter('forewarm.troubles', {
    unit: '{trouble}',
    description: 'Prefixes that drifted, and times the shared store went out of reach.',
  });
  const advice = { explicitBucketBoundaries: DURATION_BUCKETS };
  const ttft = meter.createHistogram('forewarm.ask.ttft', {
    unit: 's',
    description: 'From an ask’s arrival to the first text that is not blank.',
    advice,
  });
  const wait = meter.createHistogram('forewarm.ask.wait', {
    unit: 's',
    description: 'How long asks waited for a warm in flight.',
    advice,
  });

  const use = (by: 'warm' | 'ask', { prompt, cacheRead, cacheWrite, output }: Usage): void => {
    const kinds = { prompt, cache_read: cacheRead, cache_write: cacheWrite, output };
    for (const [kind, count] of Object.entries(kinds)) {
      if (count !== null) tokens.add(count, { 'forewarm.by': by, 'forewarm.kind': kind });
    }
  };
  const leave = source.onEvent((event) => {
    const warm = warmOf(event);
    if (warm) warms.add(1, warm);
    const ask = askOf(event);
    if (ask) asks.add(1, ask);
    if (event.type === 'warmed' && event.wrote) use('warm', event.usage);
    if (event.type === 'ask-finished') {
      use('ask', event.usage);
      if (event.ttftMs !== null) ttft.record(event.ttftMs / 1000, { 'forewarm.lane': laneOf(event) });
    }
    if (event.type === 'ask-joined') wait.record(event.waitedMs / 1000, { 'forewarm.timed_out': event.timedOut });
    if (event.type === 'prefix-drifted' || event.type === 'store-degraded') {
      troubles.add(1, { 'forewarm.trouble': event.type });
    }
  });

  const observer = new MetricsObserver(source);
  meter
    .createObservableGauge('forewarm.wasted', {
      unit: '{warm}',
      description: 'Warms that ran out before anybody asked.',
    })
    .addCallback((result) => result.observe(summarize(observer.getSnapshot(), Date.now()).wasted));
  if (rates) {
    meter
      .createObservableGauge('forewarm.cost', {
        description:
          'Money since the start, in the rates’ currency: spent on warms and on races, saved by them, and net.',
      })
      .addCallback((result) => {
        const { spentCost, savedCost, racedCost, netCost } = report(observer.getSnapshot(), rates);
        const kinds = { spent: spentCost, saved: savedCost, raced: racedCost, net: netCost };
        for (const [kind, cost] of Object.entries(kinds)) {
          if (cost !== null) result.observe(cost, { 'forewarm.kind': kind });
        }
      });
  }
  if (streaming) {
    meter
      .createObservableGauge('forewarm.streams', { unit: '{stream}', description: 'Answers that stream now.' })
      .addCallback((result) => result.observe(streaming()));
  }
  return leave;
}

function warmOf(event: ForewarmEvent): Attributes | null {
  const of = (result: string, trigger: string, reason?: string): Attributes => ({
    'forewarm.result': result,
    'forewarm.trigger': trigger,
    ...(reason !== undefined && { 'forewarm.reason': reason }),
  });
  if (event.type === 'warmed') return of(event.wrote ? 'wrote' : 'found', event.trigger);
  if (event.type === 'warm-joined') return of('joined', event.trigger);
  if (event.type === 'warm-skipped') return of('skipped', event.trigger, event.reason);
  return event.type === 'warm-failed' ? of('failed', event.trigger, event.error.code) : null;
}

function askOf(event: ForewarmEvent): Attributes | null {
  if (event.type === 'ask-finished') return { 'forewarm.result': 'finished', 'forewarm.outcome': event.outcome };
  if (event.type === 'ask-failed') return { 'forewarm.result': 'failed', 'forewarm.reason': event.error.code };
  // What came of the ask at the instance that was lost, which can't tell any more.
  if (event.type === 'ask-restarted') return { 'forewarm.result': 'lost' };
  return event.type === 'ask-stopped' ? { 'forewarm.result': 'stopped' } : null;
}

function laneOf({ joined, heldOut, outcome }: ForewarmEvent & { type: 'ask-finished' }): string {
  if (heldOut) return 'held-out';
  return joined ? 'joined' : outcome;
}
