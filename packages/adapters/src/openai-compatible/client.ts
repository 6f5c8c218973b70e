export interface ChatClient {
  readonly chat: {
    readonly completions: {
      // Loose: clients of every version fit.
      create(body: never, options?: never): PromiseLike<unknown>;
    };
  };
}

/** Engines name cached tokens differently. */
export interface RawUsage {
  prompt_tokens?: number | null;
  completion_tokens?: number | null;
  prompt_tokens_details?: { cached_tokens?: number | null } | null;
  /** DeepSeek. */
  prompt_cache_hit_tokens?: number | null;
  /** Moonshot. */
  cached_tokens?: number | null;
}

/** llama.cpp: tokens read. */
export interface RawTimings {
  cache_n?: number | null;
}

export interface RawCompletion {
  usage?: RawUsage | null;
  timings?: RawTimings | null;
}

/** The first part has the name, later ones more arguments. */
export interface RawCall {
  index?: number;
  id?: string | null;
  function?: { name?: string | null; arguments?: string | null } | null;
}

export interface RawChunk extends RawCompletion {
  model?: string;
  choices?: readonly {
    delta?: {
      content?: string | null;
      refusal?: string | null;
      /** vLLM, SGLang, llama.cpp, DeepSeek. */
      reasoning_content?: string | null;
      /** Ollama, OpenRouter, newer vLLM. */
      reasoning?: string | null;
      tool_calls?: readonly RawCall[] | null;
    } | null;
    finish_reason?: string | null;
  }[];
}
