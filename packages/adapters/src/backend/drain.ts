import { systemEnvironment } from '@forewarm/core';

/** In ms. */
const REST_MS = 1_000;

interface Rest {
  read(): Promise<{ readonly done?: boolean | undefined }>;
  cancel(): Promise<void>;
}

/**
 * Reads the rest of a finished stream, so that its connection is reused and no request counts as
 * failed. Cancels it if the end doesn't come. Never rejects.
 */
export async function drain(rest: Rest): Promise<void> {
  const clear = systemEnvironment.setTimeout(() => void rest.cancel().catch(() => null), REST_MS);
  try {
    while (!(await rest.read()).done);
  } catch {
    // The answer is complete.
  } finally {
    clear();
  }
}
