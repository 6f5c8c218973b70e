import { type Attributes, type Meter, metrics as api } from '@opentelemetry/api';
import { type ForewarmEvent, MetricsObserver, type Rates, report, type Usage } from '@forewarm/core';
import type { EventSource } from '@forewarm/core/kit';
import { counter, durations, gauge } from './instruments.js';

export interface RecordMetricsOptions {
  /** Default: the global one, named `forewarm`. */
  meter?: Meter | undefined;
  /** The backend's prices; without them there are no figures in money. */
  rates?: Rates | undefined;
  /** The number of open answers: `handler.streaming`. */
  streaming?: (() => number) | undefined;
}

/**
 * Records warms and asks by result, TTFT by lane, tokens by cause, and cost and savings. Names no
 * prefix, so the number of series stays small. The returned function ends it.
 */
export function recordMetrics(source: EventSource, options: RecordMetricsOptions = {}): () => void {
  const { meter = api.getMeter('forewarm'), rates = null, streaming } = options;
  const warms = counter(meter, 'forewarm.warms', 'warm', 'Warms, by result.');
  const asks = counter(meter, 'forewarm.asks', 'ask', 'Asks, by result.');
  const tokens = counter(meter, 'forewarm.tokens', 'token', 'Tokens the backend reported, by warm or ask and by kind.');
  const ahead = counter(
    meter,
    'forewarm.speculations',
    'answer',
    'Answers begun before their questions, by their end.',
  );
  const troubles = counter(meter, 'forewarm.troubles', 'trouble', 'Drifted prefixes, and shared stores out of reach.');
  const ttft = durations(meter, 'forewarm.ask.ttft', 'From an ask’s arrival to the first text that is not blank.');
  const wait = durations(meter, 'forewarm.ask.wait', 'How long asks waited for a warm in flight.');

  const use = (by: 'warm' | 'ask' | 'discarded', { prompt, cacheRead, cacheWrite, output }: Usage): void => {
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
    if (event.type === 'speculation-adopted') ahead.add(1, { 'forewarm.result': 'adopted' });
    if (event.type === 'speculation-discarded') {
      ahead.add(1, { 'forewarm.result': 'discarded', 'forewarm.reason': event.reason });
      use('discarded', event.usage);
    }
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
  gauge(meter, 'forewarm.wasted', '{warm}', 'Warms that expired before anybody asked.').addCallback((result) =>
    result.observe(report(observer.getSnapshot(), null, Date.now()).wasted),
  );
  if (rates) {
    const description = 'Money since the start, in the rates’ currency: spent on warms and races, saved, and net.';
    gauge(meter, 'forewarm.cost', '', description).addCallback((result) => {
      const { spentCost, savedCost, racedCost, discardedCost, netCost } = report(observer.getSnapshot(), rates);
      const costs = { spent: spentCost, saved: savedCost, raced: racedCost, net: netCost };
      const kinds = { ...costs, discarded: discardedCost };
      for (const [kind, cost] of Object.entries(kinds)) {
        if (cost !== null) result.observe(cost, { 'forewarm.kind': kind });
      }
    });
  }
  if (streaming) {
    gauge(meter, 'forewarm.streams', '{stream}', 'Answers that stream now.').addCallback((result) =>
      result.observe(streaming()),
    );
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
  // The lost instance can't report it.
  if (event.type === 'ask-restarted') return { 'forewarm.result': 'lost' };
  return event.type === 'ask-stopped' ? { 'forewarm.result': 'stopped' } : null;
}

function laneOf({ joined, heldOut, adopted, outcome }: ForewarmEvent & { type: 'ask-finished' }): string {
  if (heldOut) return 'held-out';
  if (adopted) return 'adopted';
  return joined ? 'joined' : outcome;
}
