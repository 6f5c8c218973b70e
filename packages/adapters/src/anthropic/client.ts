/**
 * As much of the Anthropic SDK's client as is used: the clients for the API itself, Bedrock, Vertex
 * and Foundry all fit.
 */
export interface AnthropicClient {
  readonly messages: {
    // One loose signature instead of the SDK's overloads, so that every version of every client is
    // assignable.
    create(body: never, options?: never): PromiseLike<unknown>;
  };
}

/** Token counts as the API reports them; engines leave some out. */
export interface RawUsage {
  input_tokens?: number | null;
  output_tokens?: number | null;
  cache_creation_input_tokens?: number | null;
  cache_read_input_tokens?: number | null;
}

/** Why a cache was missed, where the request asked and the API knows already. */
export interface RawDiagnostics {
  cache_miss_reason?: { type?: string } | null;
}

/** A whole message, as a call without streaming gives it. */
export interface RawMessage {
  id?: string;
  model?: string;
  usage?: RawUsage | null;
  diagnostics?: RawDiagnostics | null;
}

/** The events of a stream that are read; all others are passed over. */
export type RawEvent =
  | { type: 'message_start'; message: RawMessage }
  | { type: 'content_block_start'; content_block: { type: string; id?: string; name?: string; input?: unknown } }
  | { type: 'content_block_delta'; delta: { type: string; text?: string; thinking?: string; partial_json?: string } }
  | { type: 'content_block_stop' }
  | {
      type: 'message_delta';
      delta: { stop_reason?: string | null };
      usage?: RawUsage | null;
      diagnostics?: RawDiagnostics | null;
    }
  | { type: 'message_stop' };
