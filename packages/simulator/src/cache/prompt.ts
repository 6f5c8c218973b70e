import { PrefixHash } from './prefixHash.js';
import { BYTES_PER_TOKEN, countTokens } from './tokens.js';

/**
 * Counts from the start of the request that last wrote or read. `5m`, `1h`: Messages API. `30m`,
 * `12h`: `prompt_cache_options`. `24h`: `prompt_cache_retention`. `10m`: OpenAI's "5 to 10 minutes
 * of inactivity". `lru`: until space is needed.
 */
export type Ttl = '5m' | '1h' | '30m' | '12h' | '10m' | '24h' | 'lru';

/** In render order: a change moves the key of all that follow. */
export const TIERS = ['tools', 'system', 'messages'] as const;
export type Tier = (typeof TIERS)[number];

export interface PromptBlock {
  readonly tier: Tier;
  /** Such as `messages.0.content.1`. */
  readonly path: string;
  /** Of the prompt up to here. */
  readonly hash: string;
  /** Of the prompt up to here. */
  readonly tokens: number;
  readonly ttl?: Ttl | undefined;
  /** Neighbours alike are one lookback position. */
  readonly run?: string | undefined;
  /** With `marks`: an entry may end here. */
  readonly mark?: boolean | undefined;
}

/** At breakpoints with lookback, only at marks, or in steps. */
export type Matching = 'breakpoints' | 'marks' | { readonly stepTokens: number; readonly ttl: Ttl };

/** With steps, each block is one. */
export interface Prompt {
  readonly model: string;
  readonly matching: Matching;
  readonly blocks: readonly PromptBlock[];
  /** With those that open the answer. */
  readonly tokens: number;
}

/** Makes the cookbook's 74-character question its 22 tokens. */
const ANSWER_FRAME_TOKENS = 3;

/** `tokens` replaces the estimate. */
export type BlockOptions = Partial<Pick<PromptBlock, 'ttl' | 'run' | 'mark'>> & {
  readonly tokens?: number | undefined;
};

/** Hashes each block on top of all before it. */
export class PromptBuilder {
  readonly #model: string;
  readonly #matching: Matching;
  readonly #hash = new PrefixHash();
  readonly #blocks: PromptBlock[] = [];
  #tokens = 0;
  #unhashed = '';

  constructor(model: string, matching: Matching = 'breakpoints') {
    this.#model = model;
    this.#matching = matching;
    this.setting(model);
  }

  /** Changes the key of what follows; has no tokens. */
  setting(value: string): void {
    this.#hash.update(value);
  }

  block(tier: Tier, path: string, parts: readonly string[], options: BlockOptions = {}): void {
    const { tokens: known, ...rest } = options;
    for (const part of parts) {
      if (typeof this.#matching === 'object') this.#cut(part, this.#matching.stepTokens);
      else this.#hash.update(part);
    }
    this.#tokens += known ?? parts.reduce((sum, part) => sum + countTokens(part), 0);
    if (typeof this.#matching === 'object') return;
    this.#blocks.push({ tier, path, hash: this.#hash.digest(), tokens: this.#tokens, ...rest });
  }

  finish(): Prompt {
    const last = this.#blocks.pop();
    const ttl = typeof this.#matching === 'object' ? this.#matching.ttl : last?.ttl;
    return {
      model: this.#model,
      matching: this.#matching,
      blocks: last ? [...this.#blocks, { ...last, ttl }] : [],
      tokens: this.#tokens + ANSWER_FRAME_TOKENS,
    };
  }

  // Units, so that the text's splits don't matter.
  #cut(text: string, stepTokens: number): void {
    const units = stepTokens * BYTES_PER_TOKEN;
    const joined = this.#unhashed + text;
    let at = 0;
    for (; at + units <= joined.length; at += units) {
      const hash = this.#hash.update(joined.slice(at, at + units)).digest();
      const tokens = (this.#blocks.length + 1) * stepTokens;
      this.#blocks.push({ tier: 'messages', path: 'prefix', hash, tokens });
    }
    this.#unhashed = joined.slice(at);
  }
}
