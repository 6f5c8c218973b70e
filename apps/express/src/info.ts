import { estimateTokens, type Prefix, toForewarmError } from '@forewarm/core';

/** What the page shows of a context's size. */
export interface ContextSize {
  /**
   * About how many tokens it holds, before the model has counted; null where it could not be
   * loaded.
   */
  readonly estimatedTokens: number | null;
  /** Why it could not be loaded, and what to do. */
  readonly problem: string | null;
}

/** Loads a context and says how large it is, or what is in the way. */
export async function contextSize(load: () => Prefix | Promise<Prefix>): Promise<ContextSize> {
  try {
    return { estimatedTokens: estimateTokens(await load()), problem: null };
  } catch (thrown) {
    return { estimatedTokens: null, problem: toForewarmError(thrown).message };
  }
}
