export interface AnthropicClient {
  readonly messages: {
    // Loose: clients of every version fit.
    create(body: never, options?: never): PromiseLike<unknown>;
  };
}

/** Engines leave some out. */
export interface RawUsage {
  input_tokens?: number | null;
  output_tokens?: number | null;
  cache_creation_input_tokens?: number | null;
  cache_read_input_tokens?: number | null;
}

export interface RawDiagnostics {
  cache_miss_reason?: { type?: string } | null;
}

export interface RawMessage {
  id?: string;
  model?: string;
  usage?: RawUsage | null;
  diagnostics?: RawDiagnostics | null;
}

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
