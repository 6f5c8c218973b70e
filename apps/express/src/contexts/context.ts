/** A body of source text to ask about. */
export interface Context {
  readonly id: string;
  /** For people. */
  readonly title: string;
  /** What the model is told it is. */
  readonly role: string;
  /** Questions to begin with, the best first. */
  readonly starters: readonly [string, ...string[]];
  /** The text. Reads or downloads it; rejects with an error that says what to do. */
  load(): Promise<string>;
}

/**
 * Runs a loader once and keeps its result; a failure is not kept, so that the next call tries
 * again.
 */
export function once(load: () => Promise<string>): () => Promise<string> {
  let loading: Promise<string> | null = null;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  };
}
