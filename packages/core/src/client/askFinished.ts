import type { CacheOutcome, Usage } from '../adapter/usage.js';
import { unreadWarm } from '../policy/unread.js';
import type { Warmth } from '../policy/warmth.js';
import type { ClientContext } from './context.js';
import type { ForewarmEvent } from './events.js';
import type { PrefixEntry } from './prefixEntry.js';

type Figures = Omit<ForewarmEvent & { type: 'ask-finished' }, 'type' | 'at' | 'key' | 'usage' | 'outcome'>;

interface FinishedAsk {
  /** When the backend was asked, wall clock. */
  readonly startedAt: number;
  /** What the backend was believed to hold then. */
  readonly warmth: Warmth | null;
  /** Hash of the answer's prefix; null if unknown. */
  readonly hash: string | null;
  readonly ttlMs: number | undefined;
  readonly usage: Usage;
  readonly outcome: CacheOutcome;
  readonly figures: Figures;
}

/** Records a finished answer: the entry it left, its figures, and a warm it didn't read. */
export function askFinished(context: ClientContext, entry: PrefixEntry, ask: FinishedAsk): void {
  const { policy, environment, emit } = context;
  const { startedAt, warmth, hash, ttlMs, usage, outcome, figures } = ask;
  if (ttlMs !== undefined && hash !== null) entry.keepRead({ hash, startedAt, ttlMs, usage });
  const stamp = { at: environment.now(), key: entry.key, usage };
  emit({ type: 'ask-finished', ...stamp, outcome, ...figures });
  const unread = figures.raced ? null : unreadWarm(warmth, startedAt, usage, policy.marginMs);
  if (unread) emit({ type: 'warm-unread', ...stamp, warmAgeMs: startedAt - unread.startedAt });
}
