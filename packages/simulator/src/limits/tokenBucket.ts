const MINUTE_MS = 60_000;

/** Holds what may be used per minute, and refills steadily. It may be overdrawn. */
export class TokenBucket {
  readonly perMinute: number;
  #held: number;
  #at: number;

  /** Full at `now`, in milliseconds. */
  constructor(perMinute: number, now: number) {
    this.perMinute = perMinute;
    this.#held = perMinute;
    this.#at = now;
  }

  /** What is in it at `now`; negative when overdrawn. */
  level(now: number): number {
    return Math.min(this.perMinute, this.#held + ((now - this.#at) * this.perMinute) / MINUTE_MS);
  }

  /** Milliseconds until `amount` is there, 0 when it is; a minute for more than it ever holds. */
  wait(amount: number, now: number): number {
    if (amount > this.perMinute) return MINUTE_MS;
    return Math.max(0, ((amount - this.level(now)) * MINUTE_MS) / this.perMinute);
  }

  /** Milliseconds until it is full. */
  untilFull(now: number): number {
    return this.wait(this.perMinute, now);
  }

  take(amount: number, now: number): void {
    this.#held = this.level(now) - amount;
    this.#at = now;
  }
}
