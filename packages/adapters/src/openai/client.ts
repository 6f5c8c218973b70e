export interface OpenAiClient {
  readonly responses: {
    // Loose: clients of every version fit.
    create(body: never, options?: never): PromiseLike<unknown>;
  };
}

/** Includes cached tokens. */
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
  error?: RawFailure | null;
}

export interface RawFailure {
  code?: string | null;
  message?: string;
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
  | ({ type: 'error' } & RawFailure);
