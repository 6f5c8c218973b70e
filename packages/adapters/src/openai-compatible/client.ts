/** A client of the OpenAI SDK. */
export interface ChatClient {
  readonly chat: {
    readonly completions: {
      // Loose, so that every client in every version is assignable.
      create(body: never, options?: never): PromiseLike<unknown>;
    };
  };
}

/** Engines name cached tokens in their own ways. */
export interface RawUsage {
  prompt_tokens?: number | null;
  completion_tokens?: number | null;
  prompt_tokens_details?: { cached_tokens?: number | null } | null;
  /** DeepSeek. */
  prompt_cache_hit_tokens?: number | null;
  /** Moonshot. */
  cached_tokens?: number | null;
}

/** llama.cpp; `cache_n`: tokens read from its cache. */
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
      /** Thinking, in vLLM, SGLang, llama.cpp and DeepSeek. */
      reasoning_content?: string | null;
      /** Thinking, in Ollama, OpenRouter and newer vLLM. */
      reasoning?: string | null;
      tool_calls?: readonly RawCall[] | null;
    } | null;
    finish_reason?: string | null;
  }[];
}
