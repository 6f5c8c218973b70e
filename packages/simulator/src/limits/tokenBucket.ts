const MINUTE_MS = 60_000;

/** Refills steadily; may go below zero. */
export class TokenBucket {
  readonly perMinute: number;
  #held: number;
  #at: number;

  constructor(perMinute: number, now: number) {
    this.perMinute = perMinute;
    this.#held = perMinute;
    this.#at = now;
  }

  level(now: number): number {
    return Math.min(this.perMinute, this.#held + ((now - this.#at) * this.perMinute) / MINUTE_MS);
  }

  /** In ms; one minute if the bucket can't hold it. */
  wait(amount: number, now: number): number {
    if (amount > this.perMinute) return MINUTE_MS;
    return Math.max(0, ((amount - this.level(now)) * MINUTE_MS) / this.perMinute);
  }

  untilFull(now: number): number {
    return this.wait(this.perMinute, now);
  }

  take(amount: number, now: number): void {
    this.#held = this.level(now) - amount;
    this.#at = now;
  }
}
