import type { AskState } from '@forewarm/core';
import type { Labels } from './labels.js';

/** A number in the labels' language. */
export function formatNumber(labels: Labels, value: number, decimals = 0): string {
  return value.toLocaleString(labels.locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** Milliseconds as seconds with their unit: "1.94 s". */
export function formatSeconds(labels: Labels, ms: number, decimals = 2): string {
  return labels.seconds(formatNumber(labels, ms / 1000, decimals));
}

/** The time to the first token and what it was made of; empty until there is something to tell. What was not reported is said to be unknown. */
export function describeTiming(labels: Labels, { status, timing, outcome, usage }: AskState): string {
  if (!timing) return '';
  const parts: string[] = [];
  if (timing.ttftMs !== null) {
    const waited = round(timing.waitedMs ?? 0);
    // Of the rounded figures, so that they add up.
    const model = round(timing.ttftMs) - waited;
    const split = [labels.waiting(formatSeconds(labels, waited)), labels.model(formatSeconds(labels, model))].join(
      ' + ',
    );
    parts.push(`${labels.firstToken(formatSeconds(labels, timing.ttftMs))}: ${split}`);
  } else if (timing.totalMs !== null) {
    parts.push(labels.ended(formatSeconds(labels, timing.totalMs)));
  }
  if (status === 'done') {
    parts.push(labels.outcome[outcome ?? 'unknown']);
    const read = usage?.cacheRead ?? null;
    if (read !== null) parts.push(labels.cacheRead(formatNumber(labels, read)));
    else if (outcome !== 'unknown') parts.push(labels.cacheReadUnknown);
  }
  return parts.join(' · ');
}

function round(ms: number): number {
  return Math.round(ms / 10) * 10;
}
