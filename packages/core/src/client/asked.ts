import { AskRecord } from './AskRecord.js';
import type { ClientContext } from './context.js';
import type { PrefixEntry } from './prefixEntry.js';
import { cacheOutcome, type Usage, UNKNOWN_USAGE } from '../adapter/usage.js';

/** What you know of an answer by other means. */
export interface AskedAnswer {
  readonly usage?: Usage | undefined;
  /** Of its entry, in milliseconds from the question. */
  readonly ttlMs?: number | undefined;
  /** To the first text that isn't blank. */
  readonly ttftMs?: number | undefined;
}

/** Only the first call counts. */
export type Answered = (answer?: AskedAnswer) => void;

/** Counts the question at once: its end may never be reported. */
export function noteAsked(context: ClientContext, entry: PrefixEntry, hash: string | undefined): Answered {
  const record = new AskRecord(context, entry);
  record.start(hash);
  entry.settle({ type: 'ask-ended' });
  return ({ usage = UNKNOWN_USAGE, ttlMs, ttftMs } = {}) => {
    if (!record.isOver) record.finish({ usage, outcome: cacheOutcome(usage), ttlMs }, ttftMs);
  };
}
