/** A client of the OpenAI SDK, or Azure's. */
export interface OpenAiClient {
  readonly responses: {
    // Loose, so that every client in every version is assignable.
    create(body: never, options?: never): PromiseLike<unknown>;
  };
}

/** Input includes cached tokens. */
export interface RawUsage {
  input_tokens?: number | null;
  input_tokens_details?: { cached_tokens?: number | null; cache_write_tokens?: number | null } | null;
  output_tokens?: number | null;
}

export interface RawResponse {
  model?: string;
  status?: string;
  usage?: RawUsage | null;
  incomplete_details?: { reason?: string } | null;
  error?: { code?: string; message?: string } | null;
}

export interface RawItem {
  type: string;
  call_id?: string;
  name?: string;
  arguments?: string;
}

export type RawEvent =
  | {
      type: 'response.created' | 'response.completed' | 'response.incomplete' | 'response.failed';
      response: RawResponse;
    }
  | {
      type:
        | 'response.output_text.delta'
        | 'response.refusal.delta'
        | 'response.reasoning_summary_text.delta'
        | 'response.reasoning_text.delta';
      delta: string;
    }
  | { type: 'response.output_item.done'; item: RawItem }
  | { type: 'error'; code?: string | null; message?: string };
