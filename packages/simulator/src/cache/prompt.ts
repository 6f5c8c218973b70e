import { PrefixHash } from './prefixHash.js';
import { BYTES_PER_TOKEN, countTokens } from './tokens.js';

/**
 * How long a cache entry lives after the start of the request that wrote or last read it.
 * `lru` lives as long as there is room.
 */
export type Ttl = '5m' | '1h' | '30m' | '12h' | '10m' | '24h' | 'lru';

/**
 * The three parts of a prompt, in render order: a change in one moves the key of all that follows.
 */
export type Tier = 'tools' | 'system' | 'messages';

/** One block of a prompt as the cache sees it: hashes and counts, no text. */
export interface PromptBlock {
  readonly tier: Tier;
  /** Where it stands in the request, e.g. `messages.0.content.1`. */
  readonly path: string;
  /** Hash of everything up to and including this block. */
  readonly hash: string;
  /** Tokens of everything up to and including this block. */
  readonly tokens: number;
  /** Present when the block is a breakpoint. */
  readonly ttl?: Ttl | undefined;
  /** Neighbours with the same name here count as one position of the lookback. */
  readonly run?: string | undefined;
  /** Whether an entry may be read at its end, in a prompt that is matched by marks. */
  readonly mark?: boolean | undefined;
}

/**
 * How a prompt is cached: at breakpoints, looking back for them; at marked places only; or, without
 * any mark, by steps of so many tokens.
 */
export type Matching = 'breakpoints' | 'marks' | { readonly stepTokens: number; readonly ttl: Ttl };

/** A prompt in render order. Matched by steps, each of its blocks is one full step. */
export interface Prompt {
  readonly model: string;
  readonly matching: Matching;
  readonly blocks: readonly PromptBlock[];
  /** Tokens of the whole prompt, with those that open the answer. */
  readonly tokens: number;
}

/** With these the cookbook's 74-character question counts 22 tokens, as the cookbook reports. */
const ANSWER_FRAME_TOKENS = 3;

/**
 * What is said of a block besides its text; `tokens` replaces the estimate for what is not text.
 */
export type BlockOptions = Partial<Pick<PromptBlock, 'ttl' | 'run' | 'mark'>> & {
  readonly tokens?: number | undefined;
};

/** Builds a {@link Prompt} block by block; each block is hashed once, on top of all before it. */
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

  /** Mixes in a setting: it moves the key of everything that follows, and has no tokens. */
  setting(value: string): void {
    this.#hash.update(value);
  }

  /** Appends a block; `parts` are its exact text. */
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

  /** The finished prompt. */
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

  // A step counts its tokens by UTF-16 units, so that it does not depend on how the text is cut.
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
