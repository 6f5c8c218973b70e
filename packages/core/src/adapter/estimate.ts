import { median } from '../base/median.js';

/** A cold question or a hit, to the first token, or a warm that wrote. */
export type LatencyKind = 'cold' | 'hit' | 'warm';

interface Sample {
  readonly tokens: number | null;
  readonly ms: number;
}

export type Latencies = Readonly<Record<LatencyKind, readonly Sample[]>>;

export const NO_LATENCIES: Latencies = Object.freeze({ cold: [], hit: [], warm: [] });

/** Enough for a median, few enough to notice a slow hour. */
const KEPT = 15;

export function learn(latencies: Latencies, kind: LatencyKind, tokens: number | null, ms: number): Latencies {
  return { ...latencies, [kind]: [...latencies[kind].slice(1 - KEPT), { tokens, ms }] };
}

/**
 * The median at about this size, else of other sizes scaled by tokens; null without measurements.
 */
export function expectedMs(latencies: Latencies, kind: LatencyKind, tokens: number | null): number | null {
  const samples = latencies[kind];
  const near = samples.filter((sample) => isNear(sample.tokens, tokens));
  if (near.length > 0) return median(near.map(({ ms }) => ms));
  const scaled = samples.flatMap(({ tokens: size, ms }) => {
    if (size === null || tokens === null || size === 0) return [];
    // A hit hardly depends on the size; a cold read grows with it.
    return [kind === 'hit' ? ms : (ms * tokens) / size];
  });
  return median(scaled);
}

function isNear(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= 0.1 * Math.max(a, b);
}
