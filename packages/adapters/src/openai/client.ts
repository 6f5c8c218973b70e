/** As much of the OpenAI SDK's client as is used; Azure's fits too. */
export interface OpenAiClient {
  readonly responses: {
    // One loose signature instead of the SDK's overloads, so that every version of every client is
    // assignable.
    create(body: never, options?: never): PromiseLike<unknown>;
  };
}

/** Token counts of a response; here the input includes what was read from the cache. */
export interface RawUsage {
  input_tokens?: number | null;
  input_tokens_details?: { cached_tokens?: number | null; cache_write_tokens?: number | null } | null;
  output_tokens?: number | null;
}

/** A response, whole or as far as it has come. */
export interface RawResponse {
  model?: string;
  status?: string;
  usage?: RawUsage | null;
  incomplete_details?: { reason?: string } | null;
  error?: { code?: string; message?: string } | null;
}

/** An item of a response's output. */
export interface RawItem {
  type: string;
  call_id?: string;
  name?: string;
  arguments?: string;
}

/** The events of a stream that are read; all others are passed over. */
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
