/** What the simulator knows of a model. */
export interface ModelSpec {
  readonly id: string;
  /** A shorter prefix is silently not cached, in tokens. */
  readonly minCacheTokens: number;
  /** Tokens of prompt the model takes at most. */
  readonly contextWindow: number;
  /** The most `max_tokens` may be. */
  readonly maxOutput: number;
  /**
   * The first tier that a change of `thinking` or effort moves; `tools` is everything. Default:
   * `messages`.
   */
  readonly reasoningMoves?: 'messages' | 'tools';
  /**
   * `thinking` it takes: with a budget (`manual`), without (`adaptive`, then its default). Default:
   * `both`.
   */
  readonly thinking?: 'manual' | 'adaptive' | 'both';
  /** Whether `temperature`, `top_p` and `top_k` may differ from their defaults. Default: true. */
  readonly sampling?: boolean;
  /** Whether the last message may be the beginning of the answer. Default: true. */
  readonly prefill?: boolean;
  /**
   * Whether thinking blocks of earlier turns stay in the prompt once the user has spoken again.
   * Default: true.
   */
  readonly keepsThinking?: boolean;
}

/** Minimum cacheable prefix for a model whose own is not known. */
const DEFAULT_MIN_CACHE_TOKENS = 1024;
const DEFAULT_WINDOW = 200_000;
/** Anthropic's pages of the models: 128,000 from 4.6 on, 64,000 before. */
const DEFAULT_MAX_OUTPUT = 128_000;
const OLDER = { maxOutput: 64_000, thinking: 'manual' } as const;

const MANUAL = { ...OLDER, keepsThinking: false } as const;
const BOTH = { thinking: 'both', prefill: false } as const;
// Facts page, "Sampling": from Opus 4.7 and Sonnet 5 on.
const ADAPTIVE = { thinking: 'adaptive', sampling: false, prefill: false } as const;

/**
 * The models whose minimum is documented (facts page, "Minimum prefix"), newest first. Every window
 * is set to 200,000 tokens. Anthropic's guides to thinking say which `thinking` and prefill each
 * takes.
 */
export const knownModels: readonly ModelSpec[] = [
  spec('claude-fable-5-1', 512, ADAPTIVE),
  spec('claude-mythos-5-1', 512, ADAPTIVE),
  spec('claude-opus-5', 512, ADAPTIVE),
  spec('claude-sonnet-5', 1024, ADAPTIVE),
  spec('claude-opus-4-8', 1024, ADAPTIVE),
  spec('claude-opus-4-7', 2048, ADAPTIVE),
  spec('claude-sonnet-4-6', 1024, BOTH),
  spec('claude-opus-4-6', 4096, BOTH),
  spec('claude-opus-4-5', 4096, OLDER),
  spec('claude-haiku-4-5', 4096, MANUAL),
  spec('claude-sonnet-4-5', 1024, MANUAL),
];

/**
 * The specification for a model's name, its date suffix aside (`claude-sonnet-4-5-20250929`).
 * Unless `strict`, a name that is not listed but begins with `claude-` has the default minimum and
 * no restriction. Any other is `undefined`.
 */
export function findModel(models: readonly ModelSpec[], name: string, strict: boolean): ModelSpec | undefined {
  const undated = name.replace(/-(\d{8}|latest)$/, '');
  const listed = models.find((model) => model.id === name) ?? models.find((model) => model.id === undated);
  if (listed) return { ...listed, id: name };
  return !strict && name.startsWith('claude-') ? spec(name, DEFAULT_MIN_CACHE_TOKENS) : undefined;
}

/** A model of which nothing is known has no restriction. */
export function spec(id: string, minCacheTokens: number, traits: Partial<ModelSpec> = {}): ModelSpec {
  return { id, minCacheTokens, contextWindow: DEFAULT_WINDOW, maxOutput: DEFAULT_MAX_OUTPUT, ...traits };
}
