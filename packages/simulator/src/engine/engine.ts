import type { Prompt } from '../cache/prompt.js';
import { PromptCache, type Lookup } from '../cache/promptCache.js';
import { Diagnostics } from '../cache/diagnostics.js';
import { FaultPlan, type Faults } from '../faults/plan.js';
import { RateLimiter } from '../limits/rateLimits.js';
import { Queue } from '../time/queue.js';
import { makeId, seededRandom, type Random } from '../time/random.js';
import type { ModelSpec } from './models.js';
import { resolveOptions, type Config, type SimulatorOptions } from './options.js';
import { outcomeOf, type RequestRecord } from './records.js';

/** One request on its way through the simulator. */
export interface Call {
  readonly request: Request;
  readonly url: URL;
  readonly record: RequestRecord;
  /** Headers to be set on whatever is answered. */
  readonly headers: Record<string, string>;
  /** The text of the request's body. */
  readonly text: string;
  readonly faults: Faults;
  /** To be called by a streamed answer when it has ended. */
  readonly onEnd: () => void;
}

/**
 * What every API shares: the cache, the model's pace, the queue, the source of ids, the records.
 */
export class Engine {
  readonly config: Config;
  readonly cache: PromptCache;
  readonly queue: Queue;
  readonly faults: FaultPlan;
  readonly diagnostics = new Diagnostics();
  /** Oldest first. */
  readonly requests: RequestRecord[] = [];
  readonly #limits: RateLimiter;
  readonly #random: Random;

  constructor(options: SimulatorOptions) {
    const config = resolveOptions(options);
    this.config = config;
    this.cache = new PromptCache(config.maxEntries, config.ttlScale);
    this.queue = new Queue(config.latency.concurrency);
    this.faults = new FaultPlan(config.faults);
    this.#limits = new RateLimiter(config.limits);
    this.#random = seededRandom(config.seed);
  }

  now(): number {
    return this.config.clock.now();
  }

  /** An id with the API's form, e.g. `msg_01…`. */
  id(prefix: string): string {
    return makeId(prefix, this.#random);
  }

  /** Admits a prompt; throws the API's 429 when it, less what is read, exceeds the limits. */
  admit({ record, headers }: Call, prompt: Prompt, model: ModelSpec, output: number): Lookup {
    const now = this.now();
    const { workspace, id: requestId, startedAt } = record;
    const { minCacheTokens: minTokens } = model;
    const lookup = this.cache.lookup(prompt, { workspace, requestId, startedAt, now, minTokens });
    Object.assign(headers, this.#limits.take(workspace, model.id, prompt.tokens - lookup.read, output, now));
    lookup.use();
    record.outcome = outcomeOf(lookup, prompt);
    return lookup;
  }

  /** A factor for one duration, drawn from the seeded generator. */
  jitter(): number {
    return 1 + this.config.latency.jitter * (2 * this.#random() - 1);
  }
}
