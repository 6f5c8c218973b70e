const SWEEP_FROM = 1_000;

/** Forgets idle entries once it has a thousand. */
export class SweptMap<V> extends Map<string, V> {
  readonly #isIdle: (value: V) => boolean;
  #sweepAt = SWEEP_FROM;

  constructor(isIdle: (value: V) => boolean) {
    super();
    this.#isIdle = isIdle;
  }

  override set(key: string, value: V): this {
    if (this.size >= this.#sweepAt) {
      for (const [other, held] of this) if (this.#isIdle(held)) this.delete(other);
      // Twice the rest, so that sweeps stay rare.
      this.#sweepAt = Math.max(SWEEP_FROM, this.size * 2);
    }
    return super.set(key, value);
  }
}
