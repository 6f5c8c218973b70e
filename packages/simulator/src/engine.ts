import type { Prompt } from './cache/prompt.js';
import { PromptCache, type Lookup } from './cache/promptCache.js';
import { Diagnostics } from './messages/diagnostics.js';
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
  readonly cache: PromptCache;
  readonly queue: Queue;
  readonly diagnostics = new Diagnostics();
  private readonly random: Random;

  constructor(config: Config) {
    this.config = config;
    this.cache = new PromptCache(config.maxEntries, config.ttlScale);
    this.queue = new Queue(config.latency.concurrency);
    this.random = seededRandom(config.seed);
  }

  now(): number {
    return this.config.clock.now();
  }

  /** An id with the API's form, e.g. `msg_01…`. */
  id(prefix: string): string {
    return makeId(prefix, this.random);
  }

  /** Waits for a place and for the prefill, then makes what the prompt writes readable to others. */
  async begin(call: Call, prompt: Prompt, model: ModelSpec): Promise<Generation> {
    const { clock, latency, timeScale } = this.config;
    const { signal } = call.request;
    const jitter = [this.jitter(), this.jitter()] as const;
    const end = await this.queue.enter(signal);
    try {
      const lookup = this.cache.lookup(prompt, {
        workspace: call.workspace,
        requestId: call.requestId,
        startedAt: call.startedAt,
        now: clock.now(),
        minTokens: model.minCacheTokens,
      });
      const { read } = lookup;
      call.record.outcome = outcomeOf(lookup);
      await sleep(clock, timeToFirstToken(latency, prompt.tokens - read, read) * jitter[0] * timeScale, signal);
      lookup.commit();
      const beganAt = clock.now();
      call.record.beganAt = beganAt;
      return { lookup, beganAt, tokenMs: latency.decodeMsPerToken * jitter[1] * timeScale, end };
    } catch (error) {
      end();
      throw error;
    }
  }

  // Drawn on arrival, so that the sequence does not depend on what is done first.
  private jitter(): number {
    return 1 + this.config.latency.jitter * (2 * this.random() - 1);
  }
}
