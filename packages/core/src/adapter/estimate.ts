import { median } from '../base/median.js';

/**
 * What was measured: a question on a cold prefix, one on a warm prefix (both to the first token),
 * or a warm that wrote.
 */
export type LatencyKind = 'cold' | 'hit' | 'warm';

interface Sample {
  /** Prompt tokens; null where nobody said. */
  readonly tokens: number | null;
  readonly ms: number;
}

/** The latest measurements of each kind. Plain data. */
export type Latencies = Readonly<Record<LatencyKind, readonly Sample[]>>;

/** Before anything was measured. */
export const NO_LATENCIES: Latencies = Object.freeze({ cold: [], hit: [], warm: [] });

/**
 * Samples kept of each kind: enough for a median, few enough to follow a backend that has a slow
 * hour.
 */
const KEPT = 15;

/** The measurements with one more. Pure. */
export function learn(latencies: Latencies, kind: LatencyKind, tokens: number | null, ms: number): Latencies {
  return { ...latencies, [kind]: [...latencies[kind].slice(1 - KEPT), { tokens, ms }] };
}

/**
 * How long a request of a kind will take in milliseconds, or null where there is nothing to tell it
 * from. The median of what was measured at about this size; else, scaled by tokens, of what was
 * measured at others. Pure.
 */
export function expectedMs(latencies: Latencies, kind: LatencyKind, tokens: number | null): number | null {
  const samples = latencies[kind];
  const near = samples.filter((sample) => isNear(sample.tokens, tokens));
  if (near.length > 0) return median(near.map(({ ms }) => ms));
  const scaled = samples.flatMap(({ tokens: size, ms }) => {
    if (size === null || tokens === null || size === 0) return [];
    // A hit hardly depends on the size; what reads anew grows with it.
    return [kind === 'hit' ? ms : (ms * tokens) / size];
  });
  return median(scaled);
}

/** Within a tenth of each other, or both unknown. */
function isNear(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= 0.1 * Math.max(a, b);
}
