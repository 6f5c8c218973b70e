/** Places for streaming answers, by key. */
export interface StreamSlots {
  /** Takes one of `max` places: returns the function that frees it, or null if all are taken. */
  take(key: string, max: number, request?: object): Promise<(() => void) | null>;
}

/** Places in this process's memory. */
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

/** Runs the work on the first call only. */
export function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
