/** Places for answers that stream at once, counted by key. */
export interface StreamSlots {
  /**
   * Takes one of `max` places. Gives the function that gives it back, or null where all are taken.
   */
  take(key: string, max: number, request?: object): Promise<(() => void) | null>;
}

/** Places counted in the memory of this process. */
export function memorySlots(): StreamSlots {
  const open = new Map<string, number>();
  return {
    async take(key, max) {
      const count = open.get(key) ?? 0;
      if (count >= max) return null;
      open.set(key, count + 1);
      return once(() => {
        const left = open.get(key)! - 1;
        if (left > 0) open.set(key, left);
        else open.delete(key);
      });
    },
  };
}

/** Runs its work on the first call only. */
export function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
