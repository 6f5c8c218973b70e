import { systemEnvironment } from '@forewarm/core';

/** How long the rest of a stream is read for, in milliseconds. */
const REST_MS = 1_000;

/**
 * Reads what is left of a stream whose answer has ended, in the background, then lets go of it. A
 * stream that is left before its own end counts as a failed request in a browser. What has not
 * ended after a second is cancelled.
 */
export function drain(reader: Pick<ReadableStreamDefaultReader<unknown>, 'read' | 'cancel'>): void {
  const cancel = systemEnvironment.setTimeout(() => void reader.cancel().catch(() => null), REST_MS);
  const rest = async (): Promise<void> => {
    while (!(await reader.read()).done);
  };
  // The answer is whole: how its connection ends says nothing.
  rest()
    .catch(() => null)
    .finally(cancel);
}
