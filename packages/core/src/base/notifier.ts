/** Calls listeners in turn; logs one that throws and continues. */
export class Notifier<Args extends readonly unknown[]> {
  readonly #listeners = new Set<(...args: Args) => void>();

  get size(): number {
    return this.#listeners.size;
  }

  subscribe(listener: (...args: Args) => void): () => void {
    // A new function for each call: subscribing twice and leaving once leaves one.
    const entry = (...args: Args): void => listener(...args);
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  notify(...args: Args): void {
    for (const listener of this.#listeners) {
      try {
        listener(...args);
      } catch (error) {
        globalThis.console.error('Forewarm: a listener threw.', error);
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}

export class KeyedNotifier {
  readonly #byKey = new Map<string, Notifier<[]>>();

  subscribe(key: string, listener: () => void): () => void {
    const mine = this.#byKey.get(key) ?? new Notifier<[]>();
    this.#byKey.set(key, mine);
    const leave = mine.subscribe(listener);
    return () => {
      leave();
      if (mine.size === 0 && this.#byKey.get(key) === mine) this.#byKey.delete(key);
    };
  }

  notify(key: string): void {
    this.#byKey.get(key)?.notify();
  }
}
