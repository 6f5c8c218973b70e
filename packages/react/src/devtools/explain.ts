import type { Usage } from '@forewarm/core';
import { UNREAD_WARMS_PAGE } from '@forewarm/core/kit';
import { ENGLISH } from '../labels.js';
import type { TimelineItem } from './timeline.js';

export function explain(item: TimelineItem): string {
  switch (item.type) {
    case 'warm-started':
      return `A warm began on ${item.trigger}: nothing spoke against it.`;
    case 'warm-joined':
      return `No second warm on ${item.trigger}: one is under way, so it cost nothing more.`;
    case 'warm-skipped':
      return `Not warmed on ${item.trigger}: ${ENGLISH.reason(item.reason)} (${item.reason}); cost nothing.`;
    case 'warmed':
      return item.wrote
        ? `Warmed on ${item.trigger} in ${ms(item.durationMs)}: ${spent(item.usage)}; warm until ${clock(item.expiresAt)}.`
        : `Warm already on ${item.trigger}, known after ${ms(item.durationMs)}: nothing was written; warm until ${clock(item.expiresAt)}.`;
    case 'warm-failed':
      return `The warm on ${item.trigger} failed after ${ms(item.durationMs)} (${item.error.code}): ${item.error.message}`;
    case 'speculation-begun':
      return 'An answer was begun for the draft before it was sent.';
    case 'speculation-skipped':
      return `No answer was begun for the draft (${item.reason}); cost nothing.`;
    case 'speculation-adopted':
      return `The question was the draft: its answer had been begun ${ms(item.ageMs)} before.`;
    case 'speculation-discarded':
      return `The answer begun ahead was thrown away after ${ms(item.ageMs)} (${item.error?.code ?? item.reason}): ${spent(item.usage)}.`;
    case 'ask-started':
      if (item.heldOut) return 'Asked on a prefix left cold for comparison (holdout).';
      return item.joined ? 'Asked after waiting for the warm in flight.' : 'Asked at once: no warm to wait for.';
    case 'ask-joined':
      return item.timedOut
        ? `Waited ${ms(item.waitedMs)} for the warm in flight, the longest allowed (joinTimeoutMs), then went alone.`
        : `Waited ${ms(item.waitedMs)} for the warm in flight rather than pay for the prefix twice.`;
    case 'ask-raced':
      return `Went alone beside the warm in flight, ${ms(item.aloneMs)} rather than ${ms(item.byWaitingMs)} by waiting; the prefix is paid twice.`;
    case 'ask-restarted':
      return 'The server was lost and another asked the model again: two answers are paid.';
    case 'first-token':
      return `First token after ${ms(item.waitedMs + item.modelMs)}: ${ms(item.waitedMs)} waiting + ${ms(item.modelMs)} model.`;
    case 'ask-finished':
      return `Answered in ${ms(item.totalMs)}, ${outcome(item.outcome)}: ${spent(item.usage)}.`;
    case 'ask-stopped':
      return `Stopped after ${ms(item.totalMs)}${item.joining ? ', while it waited for a warm' : ''}.`;
    case 'ask-failed':
      return `The answer failed after ${ms(item.totalMs)} (${item.error.code}): ${item.error.message}`;
    case 'warm-unread':
      return `None of ${tokens(item.usage.prompt)} was read, ${ms(item.warmAgeMs)} after a warm began: the two differ; see ${UNREAD_WARMS_PAGE}.`;
    case 'prefix-drifted':
      return `The answer stood on another prefix than the warm: ${item.expected.slice(0, 8)} became ${item.actual.slice(0, 8)}.`;
    case 'store-degraded':
      return `The shared store is out of reach, so this instance goes by its own memory (${item.error.code}): ${item.error.message}`;
    case 'store-recovered':
      return 'The shared store is back.';
    case 'expired':
      return 'The entry ran out: the next question pays for the whole prefix, unless it is warmed again.';
  }
}

function spent({ prompt, cacheRead, cacheWrite, output }: Usage): string {
  const parts = [
    [cacheWrite, 'written to cache'],
    [cacheRead, 'read from cache'],
    [output, 'answered'],
  ] as const;
  const told = parts.flatMap(([count, what]) => (count === null || count === 0 ? [] : [`${tokens(count)} ${what}`]));
  if (told.length > 0) return told.join(', ');
  return prompt === null ? 'tokens not reported' : `${tokens(prompt)} of prompt`;
}

function outcome(word: string): string {
  return word === 'unknown' ? 'cache use not reported' : `cache ${word}`;
}

export function ms(value: number): string {
  return value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(2)} s`;
}

function tokens(count: number | null): string {
  return count === null ? 'tokens not reported' : `${count.toLocaleString('en')} ${count === 1 ? 'token' : 'tokens'}`;
}

/** In UTC. */
function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}
