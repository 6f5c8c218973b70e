import type { AskState } from '@forewarm/core';
import { ENGLISH, formatSeconds } from '@forewarm/react';
import { hasEnded, type LaneName, type Run, type RunEnd } from './race.js';

/** What each lane is called. */
export const NAMES: Readonly<Record<LaneName, string>> = { speculative: 'With Forewarm', standard: 'Without' };

/** How a run ended, in a word. */
export const ENDS: Readonly<Record<RunEnd, string>> = {
  complete: 'complete',
  failed: 'incomplete: failed',
  stopped: 'incomplete: stopped',
  replaced: 'incomplete: the next question came',
  reset: 'incomplete: started anew',
};

/** In place of a verdict while the server gives no sign of life. */
export const SILENCE = {
  text: 'The server does not answer',
  why: 'Check that it runs. What it has begun goes on when it answers again.',
};

/** What became of one lane: by what the cache did, not by which lane it is. */
export function captionOf(lane: LaneName, state: AskState, isFirst: boolean, isSilent = false): string {
  const { status, joining, outcome, timing } = state;
  if (isSilent && !hasEnded(state)) return 'the server does not answer';
  if (status === 'waiting') return joining ? 'waiting for the warm' : 'the model reads';
  if (status === 'answering') return 'answering';
  if (status === 'stopped') return 'stopped';
  if (status === 'failed') return 'failed';
  if (outcome === null) return '';
  if (outcome === 'miss') return 'miss: the model read the whole context';
  if (outcome === 'partial') return 'partial hit: some of the context was cached';
  if (outcome === 'unknown') return 'the backend does not report its cache';
  if (!isFirst) return 'hit: already cached by your first question';
  if (lane === 'standard') return 'hit: it was cached before';
  return (timing?.waitedMs ?? 0) > 50 ? 'hit, after waiting for the warm' : 'hit: cached while you typed';
}

/** The result of a run, once both lanes have their first token; null before, and without one. */
export function verdictOf({ lanes, end }: Run): { readonly text: string; readonly why: string } | null {
  const warm = lanes.speculative.timing?.ttftMs ?? null;
  const cold = lanes.standard.timing?.ttftMs ?? null;
  if (warm === null || cold === null) {
    if (end === null) return null;
    const problem = problemOf(lanes.speculative) ?? problemOf(lanes.standard);
    return { text: 'No result', why: problem ?? `This run is ${ENDS[end]}.` };
  }
  const tenths = Math.round((cold - warm) / 100);
  const apart = formatSeconds(ENGLISH, Math.abs(tenths) * 100, 1);
  const text = tenths === 0 ? 'No difference' : `${apart} ${tenths > 0 ? 'sooner' : 'later'}`;
  return { text, why: whyOf(lanes) };
}

function whyOf({ speculative, standard }: Run['lanes']): string {
  const waited = speculative.timing?.waitedMs ?? 0;
  if (standard.outcome === 'hit') return 'The context was cached for both.';
  if (waited > 50) {
    return `Sent while the warm still ran: it waited ${formatSeconds(ENGLISH, waited, 1)} of the time. Whoever types longer waits less.`;
  }
  if (speculative.outcome === 'miss') return 'The context was not warm when the question came.';
  return 'To the first token, from the moment the question was sent.';
}

/** Why an answer failed, and what to do. */
export function problemOf({ error, answer }: AskState): string | null {
  if (!error) return null;
  const isCut = error.code === 'stream-cut';
  if (answer.trim() === '' && (isCut || error.code === 'unreachable')) {
    // What the server itself says, of its upstream or of its end, has a status.
    if (error.status === null)
      return 'The server went away before the first token. Check that it runs, then ask again.';
    if (isCut) return 'The answer broke off before the first token; asking again may work.';
  }
  return ENGLISH.error(error);
}
