const MOST = 64;

interface Batches<T> {
  readonly next: () => Promise<IteratorResult<readonly T[], void>>;
  stop(): Promise<void>;
}

/**
 * Reads a source and gives together what arrives in one turn of the event loop. Its error follows
 * the items before.
 */
export function inBatches<T>(source: AsyncIterable<T>): Batches<T> {
  const items = source[Symbol.asyncIterator]();
  let batch: T[] = [];
  let state: 'open' | 'ended' | { readonly thrown: unknown } = 'open';
  let onReady: (() => void) | null = null;
  let onTaken: (() => void) | null = null;
  const ready = (): void => onReady?.();
  const isWaiting = (): boolean => batch.length === 0 && state === 'open';

  const read = async (): Promise<void> => {
    for (;;) {
      const { done, value } = await items.next();
      if (done) return;
      if (batch.push(value) === 1) afterTurn(ready);
      if (batch.length >= MOST) await new Promise<void>((resolve) => (onTaken = resolve));
    }
  };
  read()
    .then(
      () => (state = 'ended'),
      (thrown: unknown) => (state = { thrown }),
    )
    .finally(ready);

  return {
    async next() {
      while (isWaiting()) await new Promise<void>((resolve) => (onReady = resolve));
      if (batch.length > 0) {
        const value = batch;
        batch = [];
        onTaken?.();
        return { done: false, value };
      }
      if (typeof state === 'object') throw state.thrown;
      return { done: true, value: undefined };
    },
    async stop() {
      const left = items.return?.();
      onTaken?.();
      await left;
    },
  };
}

/** After all pending promises; a little earlier without `nextTick`. */
function afterTurn(callback: () => void): void {
  const { process } = globalThis as { process?: { nextTick?: (callback: () => void) => void } };
  if (process?.nextTick) process.nextTick(callback);
  else queueMicrotask(callback);
}
