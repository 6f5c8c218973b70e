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

export interface Call {
  readonly request: Request;
  readonly url: URL;
  readonly record: RequestRecord;
  readonly headers: Record<string, string>;
  readonly text: string;
  readonly faults: Faults;
  readonly onEnd: () => void;
}

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

  id(prefix: string): string {
    return makeId(prefix, this.#random);
  }

  /** Throws the API's 429 above the limits. */
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

  jitter(): number {
    return 1 + this.config.latency.jitter * (2 * this.#random() - 1);
  }
}
