import type { JsonObject } from '@forewarm/core';

/** As much of the Anthropic SDK's client as is used: the clients for the API itself, Bedrock, Vertex and Foundry all fit. */
export interface AnthropicClient {
  readonly messages: {
    // One loose signature instead of the SDK's overloads, so that every version of every client is assignable.
    create(body: never, options?: never): PromiseLike<unknown>;
  };
}

/** What goes with a call to the client. */
export interface RequestOptions {
  signal?: AbortSignal | undefined;
  maxRetries?: number;
  headers?: Record<string, string> | undefined;
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

/** Sends a request and waits for the whole message; it may turn out to be none at all. */
export function createMessage(client: AnthropicClient, body: JsonObject, options: RequestOptions): Promise<unknown> {
  return call(client, body, options);
}

/** Sends a request and gives its events as they come. */
export function streamMessage(
  client: AnthropicClient,
  body: JsonObject,
  options: RequestOptions,
): Promise<AsyncIterable<RawEvent>> {
  return call(client, { ...body, stream: true }, options) as Promise<AsyncIterable<RawEvent>>;
}

async function call(client: AnthropicClient, body: JsonObject, options: RequestOptions): Promise<unknown> {
  return client.messages.create(body as never, options as never);
}
