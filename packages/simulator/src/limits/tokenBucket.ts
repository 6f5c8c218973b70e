const MINUTE_MS = 60_000;

/** Holds what may be used per minute and refills steadily; it may be overdrawn by what turns out to be used. */
export class TokenBucket {
  private held: number;
  private at: number;
  private readonly perMinute: number;

  /** Full at `now`, in milliseconds. */
  constructor(perMinute: number, now: number) {
    this.perMinute = perMinute;
    this.held = perMinute;
    this.at = now;
  }

  /** What is in it at `now`; negative when overdrawn. */
  level(now: number): number {
    return Math.min(this.perMinute, this.held + ((now - this.at) * this.perMinute) / MINUTE_MS);
  }

  /** Milliseconds until `amount` is there, 0 when it is; what never fits waits until the bucket is full. */
  wait(amount: number, now: number): number {
    const missing = Math.min(amount, this.perMinute) - this.level(now);
    if (missing > 0) return (missing * MINUTE_MS) / this.perMinute;
    return amount > this.perMinute ? MINUTE_MS : 0;
  }

  /** Milliseconds until it is full. */
  untilFull(now: number): number {
    return ((this.perMinute - this.level(now)) * MINUTE_MS) / this.perMinute;
  }

  take(amount: number, now: number): void {
    this.held = this.level(now) - amount;
    this.at = now;
  }
}
