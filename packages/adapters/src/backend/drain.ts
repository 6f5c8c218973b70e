import { systemEnvironment } from '@forewarm/core';

/** How long the rest of a stream may take, in milliseconds. */
const REST_MS = 1_000;

interface Rest {
  read(): Promise<{ readonly done?: boolean | undefined }>;
  cancel(): Promise<void>;
}

/**
 * Reads the rest of a stream whose answer has ended, so that its connection can be reused and no
 * request counts as failed. Cancels it if the end doesn't come. Never rejects.
 */
export async function drain(rest: Rest): Promise<void> {
  const clear = systemEnvironment.setTimeout(() => void rest.cancel().catch(() => null), REST_MS);
  try {
    while (!(await rest.read()).done);
  } catch {
    // The answer is complete, so how its connection ends doesn't matter.
  } finally {
    clear();
  }
}
