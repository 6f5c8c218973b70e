export interface ModelSpec {
  readonly id: string;
  /** Shorter prefixes aren't cached. */
  readonly minCacheTokens: number;
  /** Most tokens in a prompt. */
  readonly contextWindow: number;
  /** Most `max_tokens`. */
  readonly maxOutput: number;
  /** First tier whose key moves with `thinking` or effort; `tools`: all. Default: `messages`. */
  readonly reasoningMoves?: 'messages' | 'tools';
  /** With a budget (`manual`) or without (`adaptive`). Default: `both`. */
  readonly thinking?: 'manual' | 'adaptive' | 'both';
  /** Takes `temperature`, `top_p` and `top_k`. Default: true. */
  readonly sampling?: boolean;
  /** The last message may start the answer. Default: true. */
  readonly prefill?: boolean;
  /** Earlier turns' thinking stays when the user speaks again. Default: true. */
  readonly keepsThinking?: boolean;
}

const DEFAULT_MIN_CACHE_TOKENS = 1024;
const DEFAULT_WINDOW = 200_000;
/** Anthropic's model pages: 128,000 from 4.6 on. */
const DEFAULT_MAX_OUTPUT = 128_000;
const OLDER = { maxOutput: 64_000, thinking: 'manual' } as const;

const MANUAL = { ...OLDER, keepsThinking: false } as const;
const BOTH = { thinking: 'both', prefill: false } as const;
// From Opus 4.7 and Sonnet 5 on (facts page, "Sampling").
const ADAPTIVE = { thinking: 'adaptive', sampling: false, prefill: false } as const;

/**
 * Models with a documented minimum (facts page, "Minimum prefix"), newest first. Thinking and
 * prefill: Anthropic's guides to thinking.
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
 * Ignores a date (`claude-sonnet-4-5-20250929`). Unless `strict`, unlisted `claude-` names get
 * defaults.
 */
export function findModel(models: readonly ModelSpec[], name: string, strict: boolean): ModelSpec | undefined {
  const undated = name.replace(/-(\d{8}|latest)$/, '');
  const listed = models.find((model) => model.id === name) ?? models.find((model) => model.id === undated);
  if (listed) return { ...listed, id: name };
  return !strict && name.startsWith('claude-') ? spec(name, DEFAULT_MIN_CACHE_TOKENS) : undefined;
}

export function spec(id: string, minCacheTokens: number, traits: Partial<ModelSpec> = {}): ModelSpec {
  return { id, minCacheTokens, contextWindow: DEFAULT_WINDOW, maxOutput: DEFAULT_MAX_OUTPUT, ...traits };
}
