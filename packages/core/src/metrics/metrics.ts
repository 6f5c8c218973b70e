import type { ForewarmEvent } from '../client/events.js';
import type { CacheOutcome, Usage } from '../adapter/usage.js';
import { type Lane, laneOfAsk } from './lane.js';

/** Durations are milliseconds. */
export interface AskSample {
  /** The answer's end, wall clock. */
  readonly at: number;
  readonly key: string;
  readonly lane: Lane;
  readonly outcome: CacheOutcome;
  readonly ttftMs: number | null;
  readonly waitedMs: number;
  readonly totalMs: number;
  readonly usage: Usage;
  readonly heldOut: boolean;
}

export interface TokenSum {
  readonly prompt: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
  /** Requests without prompt or cache figures. */
  readonly unreported: number;
}

export interface WarmSample {
  readonly key: string;
  readonly expiresAt: number;
  readonly durationMs: number;
  readonly usage: Usage;
  /** A question came before it expired. */
  readonly asked: boolean;
}

/** Results of all warms and asks, as plain data. */
export interface Metrics {
  /** The latest event that counts, wall clock; 0 before. */
  readonly at: number;
  /** Warms by result. */
  readonly warms: {
    readonly started: number;
    readonly warmed: number;
    readonly skipped: number;
    readonly failed: number;
  };
  /** Questions by result. */
  readonly asks: {
    readonly started: number;
    readonly finished: number;
    readonly failed: number;
    readonly stopped: number;
    /** Answered anew after a lost server; the first tokens are unknown. */
    readonly restarted: number;
  };
  /** Speculative answers by result. */
  readonly speculations: { readonly begun: number; readonly adopted: number; readonly discarded: number };
  /** Of discarded speculative answers. */
  readonly discarded: TokenSum;
  /** Of paid warms. */
  readonly spent: TokenSum;
  /** Of the first questions to read a warm's entry: else they would have written it. */
  readonly saved: TokenSum;
  /** Of questions alone beside a warm: written twice. */
  readonly raced: TokenSum;
  /** Unused warms no longer in `paid`. */
  readonly wastedEarlier: number;
  /** Answers that read nothing of a fresh warm. */
  readonly unread: number;
  /** Prefixes whose warm a question in flight uses. */
  readonly credits: readonly string[];
  /** Oldest first; at most `KEEP_SAMPLES`. */
  readonly answered: readonly AskSample[];
  /** Oldest first: `KEEP_SAMPLES`, and more while they may still be used. */
  readonly paid: readonly WarmSample[];
}

const MOST_PAID = 10_000;

export const KEEP_SAMPLES = 200;

const NO_TOKENS: TokenSum = Object.freeze({ prompt: 0, cacheRead: 0, cacheWrite: 0, output: 0, unreported: 0 });

export const NO_METRICS: Metrics = Object.freeze({
  at: 0,
  warms: { started: 0, warmed: 0, skipped: 0, failed: 0 },
  asks: { started: 0, finished: 0, failed: 0, stopped: 0, restarted: 0 },
  speculations: { begun: 0, adopted: 0, discarded: 0 },
  discarded: NO_TOKENS,
  spent: NO_TOKENS,
  saved: NO_TOKENS,
  raced: NO_TOKENS,
  wastedEarlier: 0,
  unread: 0,
  credits: [],
  answered: [],
  paid: [],
});

const COUNTS: Partial<Record<ForewarmEvent['type'], readonly ['warms' | 'asks' | 'speculations', string]>> = {
  'warm-started': ['warms', 'started'],
  'warm-skipped': ['warms', 'skipped'],
  'warm-failed': ['warms', 'failed'],
  warmed: ['warms', 'warmed'],
  'ask-started': ['asks', 'started'],
  'ask-finished': ['asks', 'finished'],
  'ask-failed': ['asks', 'failed'],
  'ask-stopped': ['asks', 'stopped'],
  'ask-restarted': ['asks', 'restarted'],
  'speculation-begun': ['speculations', 'begun'],
  'speculation-adopted': ['speculations', 'adopted'],
  'speculation-discarded': ['speculations', 'discarded'],
};

/** The same object if the event doesn't count. */
export function addEvent(metrics: Metrics, event: ForewarmEvent): Metrics {
  const { type, at } = event;
  if (type === 'warm-unread') return { ...metrics, unread: metrics.unread + 1, at };
  const place = COUNTS[type];
  if (!place) return metrics;
  const [kind, name] = place;
  const counts: Readonly<Record<string, number>> = metrics[kind];
  return { ...metrics, [kind]: { ...counts, [name]: counts[name]! + 1 }, ...changes(metrics, event), at };
}

function changes(metrics: Metrics, event: ForewarmEvent): Partial<Metrics> {
  const { asks, answered, paid, credits } = metrics;
  switch (event.type) {
    case 'warmed': {
      if (!event.wrote) return {};
      const { key, expiresAt, durationMs, usage } = event;
      const sample = { key, expiresAt, durationMs, usage, asked: false };
      const dropped = settledOf(paid, event.at);
      const kept = dropped < 0 ? paid : paid.toSpliced(dropped, 1);
      const wastedEarlier = metrics.wastedEarlier + (dropped < 0 || paid[dropped]!.asked ? 0 : 1);
      return { spent: addUsage(metrics.spent, usage), wastedEarlier, paid: [...kept, sample] };
    }
    case 'ask-started': {
      const used = paid.map((warm) => (isUsedBy(warm, event) ? { ...warm, asked: true } : warm));
      const first = paid.some((warm) => isUsedBy(warm, event));
      return { paid: used, credits: first ? [...credits, event.key] : credits };
    }
    case 'ask-finished': {
      const { at, key, outcome, ttftMs, waitedMs, totalMs, usage, heldOut } = event;
      const sample = { at, key, lane: laneOfAsk(event), outcome, ttftMs, waitedMs, totalMs, usage, heldOut };
      const credited = credits.includes(key) && (outcome === 'hit' || outcome === 'partial');
      return {
        saved: credited ? addUsage(metrics.saved, usage) : metrics.saved,
        raced: event.raced ? addUsage(metrics.raced, usage) : metrics.raced,
        credits: without(credits, key),
        answered: keep(answered, sample),
      };
    }
    case 'ask-stopped':
      // Used no credit, but was a question.
      if (event.joining) return { asks: { ...asks, started: asks.started + 1, stopped: asks.stopped + 1 } };
      return { credits: without(credits, event.key) };
    case 'ask-failed':
      return { credits: without(credits, event.key) };
    case 'speculation-discarded':
      return { discarded: addUsage(metrics.discarded, event.usage) };
    default:
      return {};
  }
}

/** The oldest paid warm with a known result. Others stay, up to `MOST_PAID`. */
function settledOf(paid: readonly WarmSample[], now: number): number {
  if (paid.length < KEEP_SAMPLES) return -1;
  const settled = paid.findIndex(({ asked, expiresAt }) => asked || expiresAt <= now);
  return settled < 0 && paid.length >= MOST_PAID ? 0 : settled;
}

function isUsedBy({ key, expiresAt, asked }: WarmSample, ask: ForewarmEvent): boolean {
  return !asked && key === ask.key && ask.at < expiresAt;
}

function keep<T>(samples: readonly T[], sample: T): readonly T[] {
  return [...samples.slice(1 - KEEP_SAMPLES), sample];
}

function addUsage(sum: TokenSum, { prompt, cacheRead, cacheWrite, output }: Usage): TokenSum {
  return {
    prompt: sum.prompt + (prompt ?? 0),
    cacheRead: sum.cacheRead + (cacheRead ?? 0),
    cacheWrite: sum.cacheWrite + (cacheWrite ?? 0),
    output: sum.output + (output ?? 0),
    unreported: sum.unreported + (prompt === null || cacheRead === null ? 1 : 0),
  };
}

function without(keys: readonly string[], key: string): readonly string[] {
  const index = keys.indexOf(key);
  return index < 0 ? keys : keys.toSpliced(index, 1);
}
