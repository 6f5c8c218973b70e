import { type Attributes, type Meter, metrics as api } from '@opentelemetry/api';
import { type ForewarmEvent, MetricsObserver, type Rates, report, type Usage } from '@forewarm/core';
import type { EventSource } from '@forewarm/core/kit';
import { counter, durations, gauge } from './instruments.js';

export interface RecordMetricsOptions {
  /** Default: the global one, named `forewarm`. */
  meter?: Meter | undefined;
  /** Default: none, so no figures in money. */
  rates?: Rates | undefined;
  /** Open answers: `handler.streaming`. */
  streaming?: (() => number) | undefined;
}

/**
 * Records warms and asks by result, TTFT by lane, tokens and money; names no prefix, so series stay
 * few. The returned function ends it.
 */
export function recordMetrics(source: EventSource, options: RecordMetricsOptions = {}): () => void {
  const { meter = api.getMeter('forewarm'), rates = null, streaming } = options;
  const warms = counter(meter, 'forewarm.warms', 'warm', 'Warms, by result.');
  const asks = counter(meter, 'forewarm.asks', 'ask', 'Asks, by result.');
  const tokens = counter(meter, 'forewarm.tokens', 'token', 'Tokens the backend reported, by warm or ask and by kind.');
  const begun = 'Answers begun before their questions, by their end.';
  const ahead = counter(meter, 'forewarm.speculations', 'answer', begun);
  const troubles = counter(meter, 'forewarm.troubles', 'trouble', 'Drifted prefixes, and shared stores out of reach.');
  const ttft = durations(meter, 'forewarm.ask.ttft', 'From an ask’s arrival to the first text that is not blank.');
  const wait = durations(meter, 'forewarm.ask.wait', 'How long asks waited for a warm in flight.');

  const use = (by: 'warm' | 'ask' | 'discarded', { prompt, cacheRead, cacheWrite, output }: Usage): void => {
    const kinds = { prompt, cache_read: cacheRead, cache_write: cacheWrite, output };
    for (const [kind, count] of Object.entries(kinds)) {
      if (count !== null) tokens.add(count, { 'forewarm.by': by, 'forewarm.kind': kind });
    }
  };
  const ended = (result: string, reason?: string, trigger?: string): Attributes => ({
    'forewarm.result': result,
    ...(trigger !== undefined && { 'forewarm.trigger': trigger }),
    ...(reason !== undefined && { 'forewarm.reason': reason }),
  });
  const warm = (result: string, trigger: string, reason?: string): void => warms.add(1, ended(result, reason, trigger));

  const leave = source.onEvent((event) => {
    switch (event.type) {
      case 'warmed':
        if (event.wrote) use('warm', event.usage);
        return warm(event.wrote ? 'wrote' : 'found', event.trigger);
      case 'warm-joined':
        return warm('joined', event.trigger);
      case 'warm-skipped':
        return warm('skipped', event.trigger, event.reason);
      case 'warm-failed':
        return warm('failed', event.trigger, event.error.code);
      case 'ask-joined':
        return wait.record(event.waitedMs / 1000, { 'forewarm.timed_out': event.timedOut });
      case 'ask-finished':
        use('ask', event.usage);
        if (event.ttftMs !== null) ttft.record(event.ttftMs / 1000, { 'forewarm.lane': laneOf(event) });
        return asks.add(1, { ...ended('finished'), 'forewarm.outcome': event.outcome });
      case 'ask-failed':
        return asks.add(1, ended('failed', event.error.code));
      case 'ask-stopped':
        return asks.add(1, ended('stopped'));
      case 'ask-restarted':
        // The lost instance can't report it.
        return asks.add(1, ended('lost'));
      case 'speculation-adopted':
        return ahead.add(1, ended('adopted'));
      case 'speculation-discarded':
        use('discarded', event.usage);
        return ahead.add(1, ended('discarded', event.reason));
      case 'prefix-drifted':
      case 'store-degraded':
        return troubles.add(1, { 'forewarm.trouble': event.type });
    }
  });

  const observer = new MetricsObserver(source);
  const observe = (name: string, unit: string, description: string, value: () => number): void => {
    gauge(meter, name, unit, description).addCallback((result) => result.observe(value()));
  };
  observe(
    'forewarm.wasted',
    '{warm}',
    'Warms that expired before anybody asked.',
    () => report(observer.getSnapshot(), null, Date.now()).wasted,
  );
  if (streaming) observe('forewarm.streams', '{stream}', 'Answers that stream now.', streaming);
  if (rates) {
    const description = 'Money since the start, in the rates’ currency: spent on warms and races, saved, and net.';
    gauge(meter, 'forewarm.cost', '', description).addCallback((result) => {
      const { spentCost, savedCost, racedCost, discardedCost, netCost } = report(observer.getSnapshot(), rates);
      const costs = { spent: spentCost, saved: savedCost, raced: racedCost, net: netCost, discarded: discardedCost };
      for (const [kind, cost] of Object.entries(costs)) {
        if (cost !== null) result.observe(cost, { 'forewarm.kind': kind });
      }
    });
  }
  return leave;
}

function laneOf({ joined, heldOut, adopted, outcome }: ForewarmEvent & { type: 'ask-finished' }): string {
  if (heldOut) return 'held-out';
  if (adopted) return 'adopted';
  return joined ? 'joined' : outcome;
}
