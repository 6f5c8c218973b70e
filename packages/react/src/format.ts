import type { AskState, Rates } from '@forewarm/core';
import { type AskTiming, costOf } from '@forewarm/core/kit';
import type { Labels } from './labels.js';

export function formatNumber(labels: Labels, value: number, decimals = 0): string {
  return value.toLocaleString(labels.locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** Seconds with their unit: "1.94 s". */
export function formatSeconds(labels: Labels, ms: number, decimals = 2): string {
  return labels.seconds(formatNumber(labels, ms / 1000, decimals));
}

export interface TimingContext {
  /** What the backend charges, with an ISO 4217 currency code. */
  readonly rates?: (Rates & { readonly currency: string }) | undefined;
  /** This app's cold runs: their median TTFT in milliseconds, and their number. */
  readonly cold?: { readonly median: number | null; readonly count: number } | undefined;
}

export type Told = Pick<AskState, 'status' | 'timing' | 'outcome' | 'usage' | 'restarted'>;

/** Describes TTFT and its parts; empty before the first figure. */
export function describeTiming(
  labels: Labels,
  { status, timing, outcome, usage, restarted }: Told,
  { rates, cold }: TimingContext = {},
): string {
  if (!timing) return '';
  const parts = [describeFirstToken(labels, timing), hasJoined(timing) ? labels.joined : ''];
  if (status === 'done') {
    parts.push(labels.outcome[outcome ?? 'unknown']);
    const read = usage?.cacheRead ?? null;
    if (read !== null) parts.push(labels.cacheRead(formatNumber(labels, read)));
    else if (outcome !== 'unknown') parts.push(labels.cacheReadUnknown);
    // Nobody reports what the lost answer cost.
    const cost = restarted || !usage || !rates ? null : costOf(usage, rates);
    if (rates && usage) parts.push(describeCost(labels, cost, rates.currency));
    if (cold && outcome !== 'miss') parts.push(describeGain(labels, timing.ttftMs, cold));
  }
  return parts.filter((part) => part !== '').join(' · ');
}

/** Whether the figures, in hundredths of a second, show a wait for a warm. */
export function hasJoined({ waitedMs }: AskTiming): boolean {
  return round(waitedMs ?? 0) > 0;
}

function describeFirstToken(labels: Labels, { ttftMs, waitedMs, totalMs }: AskTiming): string {
  if (ttftMs === null) return totalMs === null ? '' : labels.ended(formatSeconds(labels, totalMs));
  const waited = round(waitedMs ?? 0);
  // From rounded figures, so that they add up.
  const model = round(ttftMs) - waited;
  const split = `${labels.waiting(formatSeconds(labels, waited))} + ${labels.model(formatSeconds(labels, model))}`;
  return `${labels.firstToken(formatSeconds(labels, ttftMs))}: ${split}`;
}

function describeCost(labels: Labels, cost: number | null, currency: string): string {
  if (cost === null) return labels.costUnknown;
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 4 };
  return labels.cost(cost.toLocaleString(labels.locale, { style: 'currency', currency, ...digits }));
}

function describeGain(
  labels: Labels,
  ttftMs: number | null,
  { median, count }: NonNullable<TimingContext['cold']>,
): string {
  if (ttftMs === null || median === null) return '';
  const seconds = formatSeconds(labels, Math.abs(median - ttftMs));
  const runs = formatNumber(labels, count);
  return ttftMs <= median ? labels.sooner(seconds, runs) : labels.later(seconds, runs);
}

function round(ms: number): number {
  return Math.round(ms / 10) * 10;
}
