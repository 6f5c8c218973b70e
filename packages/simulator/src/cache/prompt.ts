import { PrefixHash } from './prefixHash.js';
import { StepHash } from './stepHash.js';
import { countTokens } from './tokens.js';

/** How long a cache entry lives after the request that wrote or last read it has started; `lru` as long as there is room. */
export type Ttl = '5m' | '1h' | '30m' | '12h' | '10m' | '24h' | 'lru';

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
  /** Set where entries are read only at marked places: the blocks at whose end one may be found, in order. */
  readonly marks?: readonly number[];
  /** Set where prefixes are cached without any mark, by steps of equal length. */
  readonly steps?: Steps;
}

/** A prompt cut into steps of equal length, each with a hash of everything up to its end. */
export interface Steps {
  /** Tokens of one step. */
  readonly tokens: number;
  /** Two 32-bit halves of each step's hash, one after the other; a last step that is not full is left out. */
  readonly hashes: Uint32Array;
  readonly ttl: Ttl;
}

/** Tokens that open the assistant's turn; with them the cookbook's 74-character question counts 22 tokens, as it reports. */
const ANSWER_FRAME_TOKENS = 3;

/** What besides its text is said of a block; see {@link PromptBlock}. */
export interface BlockOptions {
  readonly ttl?: Ttl | undefined;
  readonly tokens?: number | undefined;
  readonly run?: string | undefined;
  /** An entry may be read at its end, where a prompt has marks. */
  readonly mark?: boolean;
}

/** How a prompt is cached: at breakpoints, looking back for them; only at marked places; or by steps of so many tokens. */
export type Matching = 'breakpoints' | 'marks' | { readonly stepTokens: number; readonly ttl: Ttl };

/** Builds a {@link Prompt} block by block; each block is hashed once, on top of all before it. */
export class PromptBuilder {
  private readonly model: string;
  private readonly matching: Matching;
  private readonly hash = new PrefixHash();
  private readonly stepHash: StepHash | undefined;
  private readonly blocks: PromptBlock[] = [];
  private readonly marks: number[] = [];
  private tokens = 0;

  constructor(model: string, matching: Matching = 'breakpoints') {
    this.model = model;
    this.matching = matching;
    this.stepHash = typeof matching === 'object' ? new StepHash(matching.stepTokens) : undefined;
    this.setting(model);
  }

  /** Mixes in a setting that moves the key of everything that follows, but has no tokens of its own. */
  setting(value: string): void {
    this.hash.update(value);
    this.stepHash?.mix(value);
  }

  /** Appends a block: `parts` are its exact text; `tokens` overrides the estimate for what is not text. */
  block(tier: Tier, path: string, parts: readonly string[], options: BlockOptions = {}): void {
    const { ttl, run, mark } = options;
    for (const part of parts) {
      if (this.stepHash) this.stepHash.update(part);
      else this.hash.update(part);
      if (options.tokens === undefined) this.tokens += countTokens(part);
    }
    this.tokens += options.tokens ?? 0;
    if (mark) this.marks.push(this.blocks.length);
    const block = { tier, path, hash: this.hash.digest(), tokens: this.tokens };
    this.blocks.push({ ...block, ...(ttl && { ttl }), ...(run && { run }) });
  }

  /** The prompt, to which nothing can be added any more. */
  finish(): Prompt {
    const { matching, model, blocks, marks, stepHash } = this;
    const prompt = { model, blocks, tokens: this.tokens + ANSWER_FRAME_TOKENS };
    if (matching === 'marks') return { ...prompt, marks };
    if (!stepHash || typeof matching !== 'object') return prompt;
    return { ...prompt, steps: { tokens: matching.stepTokens, ttl: matching.ttl, hashes: stepHash.finish() } };
  }
}
