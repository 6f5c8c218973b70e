import type { Adapter } from '../adapter/adapter.js';
import { ForewarmError, toForewarmError } from '../base/errors.js';
import { unlessAborted } from '../base/wait.js';
import { learn } from '../adapter/estimate.js';
import type { ClientContext } from './context.js';
import type { Flight, PrefixEntry } from './prefixEntry.js';
import type { Held } from './sharing.js';
import type { Trigger } from '../policy/trigger.js';
import { cacheOutcome, type Usage } from '../adapter/usage.js';
import { watch } from './waiting.js';
import type { Warmth } from '../policy/warmth.js';
import type { WarmReport } from '../policy/warmReport.js';

/** Of a request that wasn't carried out. */
const UNBILLED: Usage = { prompt: 0, cacheRead: 0, cacheWrite: 0, output: 0 };

/** Shares with nobody. */
const ALONE: Held = { share: () => null, release() {} };

export async function runWarm<P>(
  context: ClientContext,
  entry: PrefixEntry,
  flight: Flight,
  adapter: Adapter<P>,
  prefix: P,
  trigger: Trigger,
): Promise<WarmReport> {
  const { environment, sharing, spending } = context;
  const { signal } = flight.end;
  const reserve = spending?.reserve(entry.state.mostTokens, flight.startedAt);
  const settleAccount = (usage: Usage | null): void => reserve?.(usage, environment.monotonic());
  entry.settle({ type: 'warm-started' });
  let held: Held | null = null;
  let report: WarmReport;
  try {
    const taken = sharing ? sharing.takeTurn(entry, flight) : ALONE;
    const turn = taken instanceof Promise ? await taken : taken;
    if ('status' in turn) {
      report = turn;
    } else {
      held = turn;
      report = await write(context, entry, adapter, prefix, trigger, signal, settleAccount);
    }
  } catch (thrown) {
    const error = toForewarmError(thrown);
    // A refusal costs nothing. Without an answer it may have cost: the reserve stays spent.
    if (error.status !== null) settleAccount(UNBILLED);
    report = { status: 'failed', error };
  }
  if (!held) settleAccount(null);
  entry.settle({ type: 'warm-ended', report });
  if (report.status === 'skipped') entry.tell({ type: 'warm-skipped', trigger, reason: report.reason });
  flight.endedAt = environment.monotonic();
  if (report.status === 'failed') {
    entry.tell({ type: 'warm-failed', trigger, error: report.error, durationMs: flight.endedAt - flight.startedAt });
  }
  // An aborted warm leaves the turn to the waiters.
  if (!signal.aborted) await held?.share(report);
  held?.release();
  return report;
}

async function write<P>(
  context: ClientContext,
  entry: PrefixEntry,
  adapter: Adapter<P>,
  prefix: P,
  trigger: Trigger,
  signal: AbortSignal,
  settleAccount: (usage: Usage) => void,
): Promise<WarmReport> {
  const { environment, policy } = context;
  // It may have waited for another's warm.
  const sent = { at: environment.now(), monotonic: environment.monotonic() };
  entry.tell({ type: 'warm-started', trigger });
  const { warmTimeoutMs } = policy;
  const late = (): Error =>
    new ForewarmError('timeout', `The warm had no answer after ${warmTimeoutMs} ms and was ended.`);
  const limit = watch(warmTimeoutMs, environment, late, signal);
  try {
    // An adapter may ignore the signal.
    const result = await unlessAborted(adapter.warm(prefix, { signal: limit.signal, trigger }), limit.signal);
    const { usage = UNBILLED } = result;
    settleAccount(usage);
    if (result.status === 'skipped') {
      const { reason, retryAfterMs = null } = result;
      return { status: 'skipped', reason, retryAfterMs, warmth: null };
    }
    const durationMs = environment.monotonic() - sent.monotonic;
    const { hash, method, ttlMs, ageMs, wrote = true } = result;
    const startedAt = ageMs === undefined ? sent.at : environment.now() - ageMs;
    const expiresAt = startedAt + ttlMs;
    const outcome = cacheOutcome(usage);
    if (wrote && outcome !== 'hit') context.latencies = learn(context.latencies, 'warm', usage.prompt, durationMs);
    entry.tell({ type: 'warmed', trigger, method, wrote, usage, outcome, durationMs, expiresAt });
    const warmth: Warmth = { hash, startedAt, expiresAt, source: 'warm', asked: false, method, usage };
    return { status: 'warmed', warmth, wrote: true };
  } finally {
    limit.clear();
  }
}
