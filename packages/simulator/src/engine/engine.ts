import type { Prompt } from '../cache/prompt.js';
import { PromptCache, type Lookup } from '../cache/promptCache.js';
import { Diagnostics } from '../cache/diagnostics.js';
import { FaultPlan, type Faults } from '../faults/plan.js';
import { RateLimiter } from '../limits/rateLimits.js';
import { sleep } from '../time/clock.js';
import { timeToFirstToken } from '../time/latency.js';
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

/** A generation whose prefill is done. */
export interface Generation {
  readonly lookup: Lookup;
  /** When the first token is there, in milliseconds since the epoch. */
  readonly beganAt: number;
  /** Milliseconds of the clock between two tokens, the time scale applied. */
  readonly tokenMs: number;
  /** Gives the place in the queue back; the second call does nothing. */
  readonly end: () => void;
}

/** What every API shares: the cache, the model's pace, the queue, the source of ids, the records. */
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

  /**
   * Waits for a place and for the prefill, then makes what the prompt writes readable to others. Throws
   * the API's 429 when the prompt, less what is read from the cache, exceeds the limits.
   */
  async begin(call: Call, prompt: Prompt, model: ModelSpec, outputTokens: number): Promise<Generation> {
    const { clock, latency, timeScale } = this.config;
    const { record, faults, request } = call;
    const slow = faults.slow ? (faults.slow.factor ?? 10) : 1;
    const [prefillPace, tokenPace] = [this.#jitter() * slow * timeScale, this.#jitter() * slow * timeScale];
    const end = await this.queue.enter(request.signal);
    try {
      const lookup = this.#admit(call, prompt, model, outputTokens);
      const restart = faults.cold ? (faults.cold.delayMs ?? 1000) * timeScale : 0;
      const prefill = timeToFirstToken(latency, prompt.tokens - lookup.read, lookup.read) * prefillPace;
      await sleep(clock, restart + prefill, request.signal);
      lookup.commit();
      record.beganAt = clock.now();
      return { lookup, beganAt: record.beganAt, tokenMs: latency.decodeMsPerToken * tokenPace, end };
    } catch (error) {
      end();
      throw error;
    }
  }

  #admit({ record, headers }: Call, prompt: Prompt, model: ModelSpec, output: number): Lookup {
    const now = this.now();
    const { workspace, id: requestId, startedAt } = record;
    const { minCacheTokens: minTokens } = model;
    const lookup = this.cache.lookup(prompt, { workspace, requestId, startedAt, now, minTokens });
    Object.assign(headers, this.#limits.take(workspace, model.id, prompt.tokens - lookup.read, output, now));
    lookup.use();
    record.outcome = outcomeOf(lookup, prompt);
    return lookup;
  }

  // Drawn on arrival, so that the sequence does not depend on what is done first.
  #jitter(): number {
    return 1 + this.config.latency.jitter * (2 * this.#random() - 1);
  }
}
