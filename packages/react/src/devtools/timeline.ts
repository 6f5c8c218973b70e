import type { ForewarmEvent } from '@forewarm/core';
import type { TimingLane } from '../charts/lane.js';
import { ms } from './explain.js';
import { shortKey } from './keys.js';

/** An event, or an expired entry, which has no event. */
export type TimelineItem = ForewarmEvent | { readonly type: 'expired'; readonly at: number; readonly key: string };

/** With the entries expired by `now`, newest first. */
export function timelineOf(events: readonly ForewarmEvent[], now: number): TimelineItem[] {
  const expired = new Map<string, TimelineItem>();
  for (const event of events) {
    if (event.type === 'warmed') {
      // A later warm of the same prefix replaces this one.
      const before = expired.get(event.key);
      if (before && before.at <= event.at) expired.set(`${event.key} ${before.at}`, before);
      expired.set(event.key, { type: 'expired', at: event.expiresAt, key: event.key });
    }
  }
  const ended = [...expired.values()].filter(({ at }) => at <= now);
  return [...events, ...ended].toSorted((a, b) => a.at - b.at).toReversed();
}

/** Newest first; typing counts from the warm's start, the earliest event. */
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
      label: `${lanes.length + 1}. ${shortKey(key)}: ${event.outcome}, first token ${ms(ttft)}, whole ${ms(event.totalMs)}`,
      typingMs,
      waitedMs: event.waitedMs,
      modelMs: ttft - event.waitedMs,
      streamingMs: event.totalMs - ttft,
      warm: warm?.durationMs == null ? null : { startMs: 0, durationMs: warm.durationMs },
    });
  }
  return lanes.toReversed();
}
