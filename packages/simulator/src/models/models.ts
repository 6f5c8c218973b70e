/** What the simulator knows of a model. */
export interface ModelSpec {
  readonly id: string;
  /** A shorter prefix is silently not cached, in tokens. */
  readonly minCacheTokens: number;
  /** Tokens of prompt the model takes at most. */
  readonly contextWindow: number;
  /** The most `max_tokens` may be. */
  readonly maxOutput: number;
  /** The first tier that a change of `thinking` or effort moves: `messages` by default, `tools` on models where it moves everything. */
  readonly reasoningMoves?: 'messages' | 'tools';
}

/** Minimum cacheable prefix for a model whose own is not known. */
export const DEFAULT_MIN_CACHE_TOKENS = 1024;
const DEFAULT_WINDOW = 200_000;
const DEFAULT_MAX_OUTPUT = 64_000;

// From the facts page (prompt-caching.md, "Minimum prefix").
const MINIMUMS: Record<number, readonly string[]> = {
  512: ['claude-opus-5', 'claude-fable-5-1', 'claude-mythos-5-1'],
  1024: ['claude-opus-4-8', 'claude-sonnet-5', 'claude-sonnet-4-6', 'claude-sonnet-4-5'],
  2048: ['claude-opus-4-7'],
  4096: ['claude-opus-4-6', 'claude-opus-4-5', 'claude-haiku-4-5'],
};

/** The models whose minimum is documented, with a window of 200,000 tokens. */
export const knownModels: readonly ModelSpec[] = Object.entries(MINIMUMS).flatMap(([minimum, ids]) =>
  ids.map((id) => spec(id, Number(minimum))),
);

/**
 * The specification for a model's name, its date suffix aside (`claude-sonnet-4-5-20250929`). A name that is not listed but begins with
 * `claude-` gets {@link DEFAULT_MIN_CACHE_TOKENS}, unless `strict`; any other is `undefined`.
 */
export function findModel(models: readonly ModelSpec[], name: string, strict: boolean): ModelSpec | undefined {
  const undated = name.replace(/-(\d{8}|latest)$/, '');
  const listed = models.find((model) => model.id === name) ?? models.find((model) => model.id === undated);
  if (listed) return { ...listed, id: name };
  return !strict && name.startsWith('claude-') ? spec(name, DEFAULT_MIN_CACHE_TOKENS) : undefined;
}

function spec(id: string, minCacheTokens: number): ModelSpec {
  return { id, minCacheTokens, contextWindow: DEFAULT_WINDOW, maxOutput: DEFAULT_MAX_OUTPUT };
}
