/** How many items are read ahead of the consumer. */
const MOST = 64;

/**
 * Starts to read a source and yields together what arrives in one turn of the event loop, since one
 * read of a connection holds many events. An error of the source follows the items before it.
 */
export function inBatches<T>(source: AsyncIterable<T>): AsyncIterableIterator<readonly T[], void> & Left {
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
    async return() {
      const left = items.return?.();
      onTaken?.();
      await left;
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

interface Left {
  /** Ends the source. */
  return(): Promise<IteratorResult<never, void>>;
}

/**
 * Calls back once all pending promises have run; a little earlier on platforms without `nextTick`.
 */
function afterTurn(callback: () => void): void {
  const { process } = globalThis as { process?: { nextTick?: (callback: () => void) => void } };
  if (process?.nextTick) process.nextTick(callback);
  else queueMicrotask(callback);
}
