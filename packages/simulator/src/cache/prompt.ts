import { PrefixHash } from './prefixHash.js';
import { countTokens } from './tokens.js';

/** How long a cache entry lives after the request that wrote or last read it has started. */
export type Ttl = '5m' | '1h';

/** The three parts of a prompt, in render order: a change in one moves the key of everything after it. */
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
  readonly ttl?: Ttl;
  /** Neighbours with the same name here count as one position of the lookback. */
  readonly run?: string;
}

/** A prompt in render order. */
export interface Prompt {
  readonly model: string;
  readonly blocks: readonly PromptBlock[];
  /** Tokens of the whole prompt, with what frames the answer. */
  readonly tokens: number;
}

/** Tokens that open the assistant's turn; with them the cookbook's 74-character question counts 22 tokens, as it reports. */
const ANSWER_FRAME_TOKENS = 3;

/** What besides its text is said of a block; see {@link PromptBlock}. */
export interface BlockOptions {
  readonly ttl?: Ttl | undefined;
  readonly tokens?: number | undefined;
  readonly run?: string | undefined;
}

/** Builds a {@link Prompt} block by block; each block is hashed once, on top of all before it. */
export class PromptBuilder {
  private readonly hash = new PrefixHash();
  private readonly blocks: PromptBlock[] = [];
  private tokens = 0;

  private readonly model: string;

  constructor(model: string) {
    this.model = model;
    this.hash.update(model);
  }

  /** Mixes in a setting that moves the key of everything that follows, but has no tokens of its own. */
  setting(value: string): void {
    this.hash.update(value);
  }

  /** Appends a block: `parts` are its exact text; `tokens` overrides the estimate for what is not text. */
  block(tier: Tier, path: string, parts: readonly string[], options: BlockOptions = {}): void {
    const { ttl, run } = options;
    for (const part of parts) {
      this.hash.update(part);
      if (options.tokens === undefined) this.tokens += countTokens(part);
    }
    this.tokens += options.tokens ?? 0;
    const block = { tier, path, hash: this.hash.digest(), tokens: this.tokens };
    this.blocks.push({ ...block, ...(ttl && { ttl }), ...(run && { run }) });
  }

  /** The prompt, to which nothing can be added any more. */
  finish(): Prompt {
    return { model: this.model, blocks: this.blocks, tokens: this.tokens + ANSWER_FRAME_TOKENS };
  }
}
