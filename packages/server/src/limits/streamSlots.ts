export interface StreamSlots {
  /** Takes one of `max` places until the returned function is called; null if none is free. */
  take(key: string, max: number, request?: object): Promise<(() => void) | null>;
}

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

export function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
