import type { Environment } from './environment.js';
import { worthKeeping } from './keepAlive.js';
import type { PolicyOptions } from './policyOptions.js';
import type { PrefixEntry } from './prefixEntry.js';
import { freshUntil } from './warmth.js';

/** Drafts that were begun, and those that became a question: from it a draft's chance is told. */
export interface DraftCount {
  drafts: number;
  asked: number;
}

/** A moment past the end of freshness, so that a server that counts alike no longer takes the entry for fresh. Milliseconds. */
const LATER_MS = 500;

interface DraftContext {
  readonly policy: PolicyOptions;
  readonly environment: Environment;
  readonly count: DraftCount;
  /** Warms the prefix again. */
  readonly refresh: () => void;
}

/**
 * Keeps an entry alive for as long as a draft stands in a focused box and it is expected to pay; the returned function ends it. Its timer is set only
 * while an entry is fresh, and for that entry's end.
 */
export function holdForDraft({ policy, environment, count, refresh }: DraftContext, entry: PrefixEntry): () => void {
  count.drafts++;
  let refreshes = 0;
  let armedFor: number | null = null;
  let clear = (): void => {};
  const arm = (): void => {
    const { warmth } = entry.state;
    const end = warmth === null ? null : freshUntil(warmth, policy.marginMs);
    if (end === armedFor) return;
    clear();
    armedFor = end;
    if (end === null || end <= environment.now()) return;
    const wait = end - environment.now() + LATER_MS;
    clear = environment.setTimeout(() => {
      if (!worthKeeping({ ...count, refreshes }, policy.rates)) return;
      refreshes++;
      refresh();
    }, wait);
  };
  arm();
  const leave = entry.subscribe(arm);
  return () => {
    leave();
    clear();
  };
}
