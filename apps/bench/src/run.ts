import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AskObserver, type CacheOutcome, type PrefixRef, type ForewarmClient } from '@forewarm/core';
import { uncachedTokens } from '@forewarm/core/kit';

/** One run, as `--json` prints it. Times in ms; null if unreported. */
export interface Run {
  readonly mode: 'standard' | 'speculative';
  readonly typingMs: number;
  /** From submit to the first visible text. */
  readonly ttftMs: number | null;
  /** TTFT spent waiting for the warm. */
  readonly waitedMs: number | null;
  /** TTFT spent by the model. */
  readonly modelTtftMs: number | null;
  /** From submit to the end of the answer. */
  readonly totalMs: number | null;
  readonly outcome: CacheOutcome | null;
  /** `input`: tokens neither read nor written, as in the cookbook's table. */
  readonly usage: Readonly<Record<'input' | 'output' | 'cacheRead' | 'cacheWrite', number | null>>;
}

/** A speculative run warms on focus, then types and asks. Each run has its own cold prefix. */
export async function run(
  cache: ForewarmClient<PrefixRef>,
  id: string,
  question: string,
  mode: Run['mode'],
  typingMs: number,
): Promise<{ run: Run; contextTokens: number | null }> {
  const prefix: PrefixRef = { id, params: { run: randomUUID() } };
  if (mode === 'speculative') cache.intend(prefix, 'focus');
  await sleep(typingMs);
  const observer = new AskObserver(cache);
  const { timing, outcome, usage, error, model } = await observer.ask(prefix, question);
  if (error) throw new Error(`${mode} run${model ? ` on ${model}` : ''}: ${error.message}`, { cause: error });
  return {
    // Cached tokens are the context; if unreported, the whole prompt.
    contextTokens: usage && ((usage.cacheRead ?? 0) + (usage.cacheWrite ?? 0) || usage.prompt),
    run: {
      mode,
      typingMs,
      ttftMs: timing?.ttftMs ?? null,
      waitedMs: timing?.waitedMs ?? null,
      modelTtftMs: timing?.modelMs ?? null,
      totalMs: timing?.totalMs ?? null,
      outcome,
      usage: {
        input: usage && uncachedTokens(usage),
        output: usage?.output ?? null,
        cacheRead: usage?.cacheRead ?? null,
        cacheWrite: usage?.cacheWrite ?? null,
      },
    },
  };
}
