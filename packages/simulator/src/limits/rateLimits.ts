import { ApiError } from '../http/apiError.js';
import { TokenBucket } from './tokenBucket.js';

/** Per minute, workspace and model. */
export interface RateLimits {
  readonly requestsPerMinute?: number;
  /** Prompt tokens not read from the cache. */
  readonly inputTokensPerMinute?: number;
  readonly outputTokensPerMinute?: number;
}

type Name = 'requests' | 'input-tokens' | 'output-tokens';

/** Beyond, the oldest counter restarts. */
const MAX_COUNTED = 10_000;

export class RateLimiter {
  readonly #limits: readonly (readonly [Name, number])[];
  readonly #buckets = new Map<string, ReadonlyMap<Name, TokenBucket>>();

  constructor({ requestsPerMinute, inputTokensPerMinute, outputTokensPerMinute }: RateLimits) {
    const limits: [Name, number | undefined][] = [
      ['requests', requestsPerMinute],
      ['input-tokens', inputTokensPerMinute],
      ['output-tokens', outputTokensPerMinute],
    ];
    this.#limits = limits.flatMap(([name, limit]) => (limit === undefined ? [] : [[name, limit] as const]));
  }

  /** Returns the headers; throws the API's 429, taking nothing. `input` excludes reads. */
  take(workspace: string, model: string, input: number, output: number, now: number): Record<string, string> {
    const buckets = this.#bucketsOf(`${model} ${workspace}`, now);
    // The output isn't known yet: admit if any is left.
    const wanted = { requests: 1, 'input-tokens': input, 'output-tokens': 1 };
    for (const [name, bucket] of buckets) {
      const waitMs = bucket.wait(wanted[name], now);
      if (waitMs > 0) throw refusal(name, bucket.perMinute, waitMs, headersOf(buckets, now));
    }
    for (const [name, bucket] of buckets) bucket.take({ ...wanted, 'output-tokens': output }[name], now);
    return headersOf(buckets, now);
  }

  #bucketsOf(key: string, now: number): ReadonlyMap<Name, TokenBucket> {
    const known = this.#buckets.get(key);
    if (known) return known;
    const buckets = new Map(this.#limits.map(([name, limit]) => [name, new TokenBucket(limit, now)]));
    this.#buckets.set(key, buckets);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MAX_COUNTED && oldest !== undefined) this.#buckets.delete(oldest);
    return buckets;
  }
}

function headersOf(buckets: ReadonlyMap<Name, TokenBucket>, now: number): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, bucket] of buckets) {
    const full = new Date(now + bucket.untilFull(now)).toISOString();
    headers[`anthropic-ratelimit-${name}-limit`] = String(bucket.perMinute);
    headers[`anthropic-ratelimit-${name}-remaining`] = String(Math.max(0, Math.floor(bucket.level(now))));
    headers[`anthropic-ratelimit-${name}-reset`] = full.replace(/\.\d+Z$/, 'Z');
  }
  return headers;
}

function refusal(name: Name, perMinute: number, waitMs: number, headers: Record<string, string>): ApiError {
  return new ApiError(
    'rate_limit_error',
    `This request would exceed your rate limit of ${perMinute} ${name.replace('-', ' ')} per minute. ` +
      'Please reduce the prompt length or the maximum tokens requested, or try again later.',
    { headers: { ...headers, 'retry-after': String(Math.ceil(waitMs / 1000)) } },
  );
}
