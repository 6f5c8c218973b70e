import type { CacheOutcome, Usage } from '@forewarm/core';
import type { Step } from './scriptedAdapter.js';

export interface AnswerOptions {
  /** Default `hit`. */
  outcome?: CacheOutcome | undefined;
  /** In ms. Default 0. */
  afterMs?: number | undefined;
  /** In ms; lets a test stop the answer. Default 0. */
  everyMs?: number | undefined;
}

const PROMPT = 10_010;
const READ: Record<CacheOutcome, Pick<Usage, 'cacheRead' | 'cacheWrite'>> = {
  hit: { cacheRead: 9_990, cacheWrite: 0 },
  partial: { cacheRead: 5_000, cacheWrite: 4_990 },
  miss: { cacheRead: 0, cacheWrite: 9_990 },
  unknown: { cacheRead: null, cacheWrite: null },
};

/** Makes steps for `scriptedAdapter({ ask })`: words, then figures. */
export function answer(text: string, { outcome = 'hit', afterMs = 0, everyMs = 0 }: AnswerOptions = {}): Step[] {
  const words = text.split(/(?<=\s)/).map((word): Step => ({ type: 'text', text: word }));
  return [
    { type: 'start', hash: 'scripted', model: 'scripted-1' },
    ...(afterMs > 0 ? [afterMs] : []),
    ...(everyMs > 0 ? words.flatMap((word) => [word, everyMs]) : words),
    {
      type: 'finish',
      reason: 'stop',
      usage: { prompt: PROMPT, ...READ[outcome], output: words.length },
      outcome,
      ttlMs: 300_000,
    },
  ];
}
