import { ApiError } from '../http/apiError.js';
import { TokenBucket } from './tokenBucket.js';

/** What may be used per minute, by each workspace and model on its own. */
export interface RateLimits {
  readonly requestsPerMinute?: number;
  /** Tokens of prompt that are not read from the cache. */
  readonly inputTokensPerMinute?: number;
  readonly outputTokensPerMinute?: number;
}

interface Limit {
  /** As in the names of the headers: `input-tokens`. */
  readonly name: string;
  readonly perMinute: number;
  /** What a request must find in the bucket to be let in, and what it then takes. */
  readonly wants: Use;
  readonly takes: Use;
}

type Use = (input: number, output: number) => number;

/** Workspaces and models counted at once; beyond, the first one starts anew. */
const MAX_COUNTED = 10_000;

/** Counts use against limits that refill steadily, as the Messages API's token buckets do. */
export class RateLimiter {
  readonly #limits: readonly Limit[];
  readonly #buckets = new Map<string, readonly TokenBucket[]>();

  constructor({ requestsPerMinute, inputTokensPerMinute, outputTokensPerMinute }: RateLimits) {
    const limit = (name: string, perMinute: number | undefined, wants: Use, takes: Use): Limit[] =>
      perMinute === undefined ? [] : [{ name, perMinute, wants, takes }];
    const one: Use = () => 1;
    const input: Use = (tokens) => tokens;
    const output: Use = (_, tokens) => tokens;
    this.#limits = [
      ...limit('requests', requestsPerMinute, one, one),
      ...limit('input-tokens', inputTokensPerMinute, input, input),
      // Output is known only when it is there: a request is let in as long as any is left.
      ...limit('output-tokens', outputTokensPerMinute, one, output),
    ];
  }

  /**
   * Takes what a request uses, and gives the headers that report what is left. Throws the API's 429,
   * and takes nothing, when the request would use too much. `input` counts no tokens read from the cache.
   */
  take(workspace: string, model: string, input: number, output: number, now: number): Record<string, string> {
    const buckets = this.#bucketsOf(`${model} ${workspace}`, now);
    this.#limits.forEach((limit, n) => {
      const waitMs = buckets[n]?.wait(limit.wants(input, output), now) ?? 0;
      if (waitMs > 0) throw refusal(limit, waitMs, this.#headers(buckets, now));
    });
    this.#limits.forEach(({ takes }, n) => buckets[n]?.take(takes(input, output), now));
    return this.#headers(buckets, now);
  }

  #bucketsOf(key: string, now: number): readonly TokenBucket[] {
    const known = this.#buckets.get(key);
    if (known) return known;
    const buckets = this.#limits.map(({ perMinute }) => new TokenBucket(perMinute, now));
    this.#buckets.set(key, buckets);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MAX_COUNTED && oldest !== undefined) this.#buckets.delete(oldest);
    return buckets;
  }

  #headers(buckets: readonly TokenBucket[], now: number): Record<string, string> {
    return Object.fromEntries(
      this.#limits.flatMap(({ name, perMinute }, n) => [
        [`anthropic-ratelimit-${name}-limit`, String(perMinute)],
        [`anthropic-ratelimit-${name}-remaining`, String(Math.max(0, Math.floor(buckets[n]?.level(now) ?? 0)))],
        [`anthropic-ratelimit-${name}-reset`, toSeconds(now + (buckets[n]?.untilFull(now) ?? 0))],
      ]),
    );
  }
}

function refusal({ name, perMinute }: Limit, waitMs: number, headers: Record<string, string>): ApiError {
  return new ApiError(
    'rate_limit_error',
    `This request would exceed your rate limit of ${perMinute} ${name.replace('-', ' ')} per minute. ` +
      'Please reduce the prompt length or the maximum tokens requested, or try again later.',
    { headers: { ...headers, 'retry-after': String(Math.ceil(waitMs / 1000)) } },
  );
}

function toSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
