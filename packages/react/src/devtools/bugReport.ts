import type { ForewarmEvent } from '@forewarm/core';
import { explain } from './explain.js';
import { shortKey } from './keys.js';
import { timelineOf } from './timeline.js';

/** Prefix names, figures and errors, newest first; no word of a conversation. */
export function bugReport(events: readonly ForewarmEvent[], now: number): object {
  return {
    at: new Date(now).toISOString(),
    events: timelineOf(events, now).map((item) => {
      const { key, at, ...said } = item;
      const error = 'error' in item && item.error ? { error: errorOf(item) } : {};
      return { at: new Date(at).toISOString(), prefix: shortKey(key), why: explain(item), ...said, ...error };
    }),
  };
}

/** The error of an answer begun ahead may quote the draft. */
function errorOf({ type, error }: Extract<ForewarmEvent, { readonly error: unknown }>): object {
  const { code, message, status } = error!;
  return type === 'speculation-discarded' ? { code, status } : { code, message, status };
}
