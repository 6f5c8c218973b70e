/** The parts of an OpenAI SDK client that the adapter uses. */
export interface ChatClient {
  readonly chat: {
    readonly completions: {
      // A loose signature, so that every client in every version is assignable.
      create(body: never, options?: never): PromiseLike<unknown>;
    };
  };
}

/** Token counts. Each engine names cached tokens its own way, or leaves them out. */
export interface RawUsage {
  prompt_tokens?: number | null;
  completion_tokens?: number | null;
  prompt_tokens_details?: { cached_tokens?: number | null } | null;
  /** DeepSeek. */
  prompt_cache_hit_tokens?: number | null;
  /** Moonshot. */
  cached_tokens?: number | null;
}

/** llama.cpp's measures; `cache_n` is tokens read from its cache. */
export interface RawTimings {
  cache_n?: number | null;
}

export interface RawCompletion {
  usage?: RawUsage | null;
  timings?: RawTimings | null;
}

/** Part of a function call: the first part has the name, later ones continue the arguments. */
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
