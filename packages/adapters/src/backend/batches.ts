const MOST = 64;

type Batch<T> = IteratorResult<readonly T[], void>;

interface Batches<T> {
  readonly next: () => Promise<Batch<T>>;
  stop(): Promise<void>;
}

/**
 * Reads a source and gives together what arrives in one turn of the event loop. Its error follows
 * the items before. For one reader that waits for each batch.
 */
export function inBatches<T>(source: AsyncIterable<T>): Batches<T> {
  const items = source[Symbol.asyncIterator]();
  let batch: T[] = [];
  let end: (() => Promise<Batch<T>>) | null = null;
  let give: ((next: Batch<T> | Promise<Batch<T>>) => void) | null = null;
  let onTaken: (() => void) | null = null;

  const take = (): Batch<T> | Promise<Batch<T>> | undefined => {
    if (batch.length === 0) return end?.();
    const value = batch;
    batch = [];
    onTaken?.();
    return { done: false, value };
  };
  const ready = (): void => {
    const waiting = give;
    const next = waiting && take();
    if (!next) return;
    give = null;
    waiting(next);
  };

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
      () => (end = async () => ({ done: true, value: undefined })),
      (thrown: unknown) => (end = () => Promise.reject(thrown)),
    )
    .finally(ready);

  return {
    // One promise a batch: what waits in an open answer is copied by each garbage collection.
    next() {
      const next = take();
      return next ? Promise.resolve(next) : new Promise((resolve) => (give = resolve));
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
