import type { Prompt } from './cache/prompt.js';
import { Cache } from './cache/cache.js';
import type { Lookup } from './cache/promptCache.js';
import { Diagnostics } from './messages/diagnostics.js';
import { FaultPlan, type Faults } from './faults/plan.js';
import { RateLimiter } from './limits/rateLimits.js';
import { outcomeOf, type RequestRecord } from './http/records.js';
import type { ModelSpec } from './models/models.js';
import type { Config } from './options.js';
import { sleep } from './time/clock.js';
import { timeToFirstToken } from './time/latency.js';
import { Queue } from './time/queue.js';
import { makeId, seededRandom, type Random } from './time/random.js';

/** One request on its way through the simulator. */
export interface Call {
  readonly request: Request;
  readonly url: URL;
  readonly requestId: string;
  readonly workspace: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly record: RequestRecord;
  /** The text of the request's body. */
  readonly text: string;
  readonly faults: Faults;
  /** Headers to be set on whatever is answered. */
  readonly headers: Record<string, string>;
  /** To be called by a streamed answer when it has ended. */
  readonly onEnd: () => void;
}

/** A generation whose prefill is done. */
export interface Generation {
  readonly lookup: Lookup;
  /** When the first token is there, in milliseconds since the epoch. */
  readonly beganAt: number;
  /** Milliseconds of the clock between two tokens, the time scale applied. */
  readonly tokenMs: number;
  /** Gives the place in the queue back; the second call does nothing. */
  end(): void;
}

/** What every wire shares: the cache, the model's pace, the queue, the source of ids. */
export class Engine {
  readonly config: Config;
  readonly cache: Cache;
  readonly queue: Queue;
  readonly diagnostics = new Diagnostics();
  readonly faults: FaultPlan;
  private readonly limits: RateLimiter;
  private readonly random: Random;

  constructor(config: Config) {
    this.config = config;
    this.cache = new Cache(config.maxEntries, config.ttlScale);
    this.queue = new Queue(config.latency.concurrency);
    this.faults = new FaultPlan(config.faults);
    this.limits = new RateLimiter(config.limits);
    this.random = seededRandom(config.seed);
  }

  now(): number {
    return this.config.clock.now();
  }

  /** An id with the API's form, e.g. `msg_01…`. */
  id(prefix: string): string {
    return makeId(prefix, this.random);
  }

  /**
   * Waits for a place and for the prefill, then makes what the prompt writes readable to others. Throws the API's 429 when the prompt, less
   * what is read from the cache, is more than the limits allow.
   */
  async begin(call: Call, prompt: Prompt, model: ModelSpec, outputTokens: number): Promise<Generation> {
    const { clock, latency, timeScale } = this.config;
    const { signal } = call.request;
    const slow = call.faults.slow ? (call.faults.slow.factor ?? 10) : 1;
    const pace = [this.jitter() * slow * timeScale, this.jitter() * slow * timeScale] as const;
    const end = await this.queue.enter(signal);
    try {
      const lookup = this.admit(call, prompt, model, outputTokens);
      const delay = call.faults.cold ? (call.faults.cold.delayMs ?? 1000) * timeScale : 0;
      await sleep(clock, delay + timeToFirstToken(latency, prompt.tokens - lookup.read, lookup.read) * pace[0], signal);
      lookup.commit();
      const beganAt = clock.now();
      call.record.beganAt = beganAt;
      return { lookup, beganAt, tokenMs: latency.decodeMsPerToken * pace[1], end };
    } catch (error) {
      end();
      throw error;
    }
  }

  private admit(call: Call, prompt: Prompt, model: ModelSpec, output: number): Lookup {
    const now = this.now();
    const { workspace, requestId, startedAt } = call;
    const lookup = this.cache.lookup(prompt, { workspace, requestId, startedAt, now, minTokens: model.minCacheTokens });
    Object.assign(
      call.headers,
      this.limits.take(workspace, model.id, { input: prompt.tokens - lookup.read, output }, now),
    );
    lookup.use();
    call.record.outcome = outcomeOf(lookup, prompt);
    return lookup;
  }

  // Drawn on arrival, so that the sequence does not depend on what is done first.
  private jitter(): number {
    return 1 + this.config.latency.jitter * (2 * this.random() - 1);
  }
}
