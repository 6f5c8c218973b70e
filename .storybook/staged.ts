import type { Adapter, AskEvent, CacheOutcome, ForewarmError, PrefixRef, Usage } from '@forewarm/core';

/** A backend that stops where a story wants to be looked at. */
export interface Stage {
  /** What a warm comes to. Default `ok`. */
  warm?: 'ok' | 'hang' | ForewarmError;
  /** Milliseconds a warm takes. Default 10. */
  warmMs?: number;
  /** How long an entry lives, in milliseconds. Default five minutes. */
  ttlMs?: number;
  /** Why the backend skips it instead, where it depends on it by the prefix's id. */
  skip?: string | ((id: string) => string);
  /** Default a sentence or two; of several, the next with each question, then the last. */
  answer?: string | readonly string[];
  /** What comes after the text. Default `finish`. */
  end?: 'finish' | 'hang' | ForewarmError;
  /** What comes before the text: thoughts and tool calls, or an error in place of any answer. */
  before?: readonly AskEvent[] | ForewarmError;
  /** Milliseconds to the first token. Default 20. */
  firstTokenMs?: number;
  usage?: Usage;
  outcome?: CacheOutcome;
  drifted?: boolean;
}

const ANSWER =
  'When a page is full it is split in two, and the middle key moves up to the parent. So the tree grows at its root, and every leaf stays at the same depth.';
const HIT: Usage = { prompt: 151_640, cacheRead: 151_629, cacheWrite: 0, output: 42 };
const WRITTEN: Usage = { prompt: 151_629, cacheRead: 0, cacheWrite: 151_629, output: 0 };
const HASH = 'staged';

/** Plays a stage. */
export function staged(stage: Stage = {}): Adapter<PrefixRef> {
  const { warm = 'ok', warmMs = 10, ttlMs = 300_000, skip, answer = ANSWER, end = 'finish', firstTokenMs = 20 } = stage;
  const { usage = HIT, outcome = 'hit', drifted = false, before = [] } = stage;
  const answers = [answer].flat();
  let asks = 0;
  return {
    name: 'staged',
    abilities: { parts: true },
    async warm({ id }, { signal } = {}) {
      await (warm === 'hang' ? until(signal) : after(warmMs, signal));
      if (warm instanceof Error) throw warm;
      if (skip !== undefined) return { status: 'skipped', reason: typeof skip === 'string' ? skip : skip(id) };
      return { status: 'warmed', hash: HASH, method: 'zero-tokens', usage: WRITTEN, ttlMs };
    },
    async *ask(_prefix, _turn, { signal } = {}) {
      if (before instanceof Error) throw before;
      yield { type: 'start', hash: HASH, model: 'staged', drifted };
      yield* before;
      await after(firstTokenMs, signal);
      yield { type: 'text', text: answers[Math.min(asks++, answers.length - 1)]! };
      if (end === 'hang') await until(signal);
      if (end instanceof Error) throw end;
      yield { type: 'finish', reason: 'stop', usage, outcome, ttlMs };
    },
  };
}

function after(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return Promise.race([new Promise<void>((resolve) => setTimeout(resolve, ms)), until(signal)]);
}

function until(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
