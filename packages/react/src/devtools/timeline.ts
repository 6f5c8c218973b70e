import type { ForewarmEvent } from '@forewarm/core';
import { UNREAD_WARMS_PAGE } from '@forewarm/core/kit';
import type { TimingLane } from '../charts/lane.js';

/** An event, or an entry that ran out, which nothing tells of when it happens. */
export type TimelineItem = ForewarmEvent | { readonly type: 'expired'; readonly at: number; readonly key: string };

/** Events with the entries that had run out by `now`, in order of time. Pure. */
export function timelineOf(events: readonly ForewarmEvent[], now: number): TimelineItem[] {
  const expired = new Map<string, TimelineItem>();
  for (const event of events) {
    if (event.type === 'warmed') {
      // A later warm of the same prefix takes over from this one.
      const before = expired.get(event.key);
      if (before && before.at <= event.at) expired.set(`${event.key} ${before.at}`, before);
      expired.set(event.key, { type: 'expired', at: event.expiresAt, key: event.key });
    }
  }
  const ended = [...expired.values()].filter(({ at }) => at <= now);
  return [...events, ...ended].toSorted((a, b) => a.at - b.at);
}

/**
 * The answered questions as lanes, oldest first. Typing counts from the start of the warm, which is
 * all that events tell of it. Pure.
 */
export function lanesOf(events: readonly ForewarmEvent[]): TimingLane[] {
  const lanes: TimingLane[] = [];
  const warms = new Map<string, { readonly startedAt: number; readonly durationMs: number | null }>();
  for (const event of events) {
    const { key, at } = event;
    if (event.type === 'warm-started') warms.set(key, { startedAt: at, durationMs: null });
    if (event.type === 'warmed') warms.set(key, { startedAt: at - event.durationMs, durationMs: event.durationMs });
    if (event.type !== 'ask-finished') continue;
    const submittedAt = at - event.totalMs;
    const ttft = event.ttftMs ?? event.totalMs;
    const warm = warms.get(key);
    // Shown once, with the question it was made for.
    warms.delete(key);
    const typingMs = warm ? Math.max(0, submittedAt - warm.startedAt) : 0;
    lanes.push({
      label: `${lanes.length + 1}`,
      typingMs,
      waitedMs: event.waitedMs,
      modelMs: ttft - event.waitedMs,
      streamingMs: event.totalMs - ttft,
      warm: warm?.durationMs == null ? null : { startMs: 0, durationMs: warm.durationMs },
    });
  }
  return lanes;
}

/** What an event says beyond its name, in a few words. */
export function describeEvent(item: TimelineItem): string {
  switch (item.type) {
    case 'warm-started':
    case 'warm-joined':
      return `by ${item.trigger}`;
    case 'warm-skipped':
      return `${item.reason}, by ${item.trigger}`;
    case 'warmed':
      return `${item.wrote ? 'written' : 'held already'} in ${ms(item.durationMs)}, ${tokens(item.usage.prompt)}`;
    case 'speculation-adopted':
      return `begun ${ms(item.ageMs)} before`;
    case 'speculation-skipped':
      return item.reason;
    case 'speculation-discarded':
      return `${item.error?.code ?? item.reason}, after ${ms(item.ageMs)}`;
    case 'ask-started':
      return item.joined ? 'after a warm' : '';
    case 'ask-joined':
      return `${ms(item.waitedMs)}${item.timedOut ? ', then went alone' : ''}`;
    case 'ask-raced':
      return `alone in ${ms(item.aloneMs)} rather than ${ms(item.byWaitingMs)}`;
    case 'first-token':
      return `${ms(item.waitedMs)} waiting + ${ms(item.modelMs)} model`;
    case 'ask-finished':
      return `${item.outcome}, ${tokens(item.usage.cacheRead)} from cache, ${ms(item.totalMs)}`;
    case 'warm-unread':
      return `0 of ${tokens(item.usage.prompt)} read, ${ms(item.warmAgeMs)} after a warm began; see ${UNREAD_WARMS_PAGE}`;
    case 'ask-stopped':
      return `${ms(item.totalMs)}${item.joining ? ', while it waited for a warm' : ''}`;
    case 'warm-failed':
    case 'ask-failed':
    case 'store-degraded':
      return item.error.message;
    case 'prefix-drifted':
      return `${item.expected.slice(0, 8)} became ${item.actual.slice(0, 8)}`;
    default:
      return '';
  }
}

function ms(value: number): string {
  return value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(2)} s`;
}

function tokens(count: number | null): string {
  return count === null ? 'tokens unknown' : `${count.toLocaleString('en')} tokens`;
}
