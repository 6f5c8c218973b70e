/** As much of the OpenAI SDK's client as is used. */
export interface ChatClient {
  readonly chat: {
    readonly completions: {
      // One loose signature instead of the SDK's overloads, so that every version of every client
      // is assignable.
      create(body: never, options?: never): PromiseLike<unknown>;
    };
  };
}

/**
 * Token counts; engines report what was read from the cache under names of their own, or not at
 * all.
 */
export interface RawUsage {
  prompt_tokens?: number | null;
  completion_tokens?: number | null;
  prompt_tokens_details?: { cached_tokens?: number | null } | null;
  /** DeepSeek's. */
  prompt_cache_hit_tokens?: number | null;
  /** Moonshot's. */
  cached_tokens?: number | null;
}

/** What llama.cpp's server measures besides: `cache_n` are the tokens it took from its cache. */
export interface RawTimings {
  cache_n?: number | null;
}

/** A completion, as a call without streaming gives it. */
export interface RawCompletion {
  usage?: RawUsage | null;
  timings?: RawTimings | null;
}

/** A piece of a function's call: the first names it, the later ones go on with its arguments. */
export interface RawCall {
  index?: number;
  id?: string | null;
  function?: { name?: string | null; arguments?: string | null } | null;
}

/** A chunk of a stream. */
export interface RawChunk extends RawCompletion {
  model?: string;
  choices?: readonly {
    delta?: {
      content?: string | null;
      refusal?: string | null;
      /** What vLLM, SGLang, llama.cpp and DeepSeek call the model's thinking. */
      reasoning_content?: string | null;
      /** What Ollama, OpenRouter and newer vLLM call it. */
      reasoning?: string | null;
      tool_calls?: readonly RawCall[] | null;
    } | null;
    finish_reason?: string | null;
  }[];
}
