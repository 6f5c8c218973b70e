import { ApiError } from '../http/apiError.js';
import { TokenBucket } from './tokenBucket.js';

/** What may be used per minute, by each workspace and model on its own. */
export interface RateLimits {
  readonly requestsPerMinute?: number;
  /** Tokens of prompt that are not read from the cache. */
  readonly inputTokensPerMinute?: number;
  readonly outputTokensPerMinute?: number;
}

/** What a request uses: prompt tokens that are not read from the cache, and the tokens it will generate. */
export interface Use {
  readonly input: number;
  readonly output: number;
}

type Name = 'requests' | 'input-tokens' | 'output-tokens';

/** Workspaces and models counted at once; beyond, the first forgotten starts anew. */
const MAX_COUNTED = 10_000;

const WORDS: Record<Name, string> = {
  requests: 'requests',
  'input-tokens': 'input tokens',
  'output-tokens': 'output tokens',
};

/** Counts what is used against limits that refill steadily, as the Messages API's token buckets do. */
export class RateLimiter {
  private readonly limits: readonly (readonly [Name, number])[];
  private readonly buckets = new Map<string, Map<Name, TokenBucket>>();

  constructor(limits: RateLimits) {
    const all: [Name, number | undefined][] = [
      ['requests', limits.requestsPerMinute],
      ['input-tokens', limits.inputTokensPerMinute],
      ['output-tokens', limits.outputTokensPerMinute],
    ];
    this.limits = all.flatMap(([name, limit]) => (limit === undefined ? [] : [[name, limit] as const]));
  }

  /** Takes what a request uses and gives the headers that report what is left; throws the API's 429 when it would be too much, taking nothing. */
  take(workspace: string, model: string, use: Use, now: number): Record<string, string> {
    if (this.limits.length === 0) return {};
    const buckets = this.bucketsOf(`${model} ${workspace}`, now);
    // Output is known only once it is there: a request is let in as long as any is left.
    const wanted: Record<Name, number> = { requests: 1, 'input-tokens': use.input, 'output-tokens': 1 };
    for (const [name, limit] of this.limits) {
      const wait = buckets.get(name)?.wait(wanted[name], now) ?? 0;
      if (wait > 0) throw this.refusal(name, limit, wait, this.headers(buckets, now));
    }
    const taken: Record<Name, number> = { ...wanted, 'output-tokens': use.output };
    for (const [name, bucket] of buckets) bucket.take(taken[name], now);
    return this.headers(buckets, now);
  }

  private bucketsOf(key: string, now: number): Map<Name, TokenBucket> {
    let buckets = this.buckets.get(key);
    if (!buckets) {
      buckets = new Map(this.limits.map(([name, limit]) => [name, new TokenBucket(limit, now)]));
      this.buckets.set(key, buckets);
      const [oldest] = this.buckets.keys();
      if (this.buckets.size > MAX_COUNTED && oldest !== undefined) this.buckets.delete(oldest);
    }
    return buckets;
  }

  private headers(buckets: ReadonlyMap<Name, TokenBucket>, now: number): Record<string, string> {
    const headers: Record<string, string> = {};
    for (const [name, limit] of this.limits) {
      const bucket = buckets.get(name);
      headers[`anthropic-ratelimit-${name}-limit`] = String(limit);
      headers[`anthropic-ratelimit-${name}-remaining`] = String(Math.max(0, Math.floor(bucket?.level(now) ?? limit)));
      headers[`anthropic-ratelimit-${name}-reset`] = new Date(now + (bucket?.untilFull(now) ?? 0))
        .toISOString()
        .replace(/\.\d+Z$/, 'Z');
    }
    return headers;
  }

  private refusal(name: Name, limit: number, waitMs: number, headers: Record<string, string>): ApiError {
    return new ApiError(
      'rate_limit_error',
      `This request would exceed the rate limit for your organization of ${limit.toLocaleString('en-US')} ${WORDS[name]} per minute. Please reduce the prompt length or the maximum tokens requested, or try again later.`,
      { headers: { ...headers, 'retry-after': String(Math.ceil(waitMs / 1000)) } },
    );
  }
}
