/** In order of arrival. */
export class Queue {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  readonly #concurrency: number;

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** Resolves with a function that frees the place. */
  async enter(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.#running < this.#concurrency) this.#running++;
    else await this.#turn(signal);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      // To the next in line: no newcomer may take it.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    };
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const onTurn = (): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(onTurn), 1);
        reject(signal?.reason as Error);
      };
      this.#waiting.push(onTurn);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }
}
