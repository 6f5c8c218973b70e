/**
 * As much of an AI SDK language model as is used: those of versions 5 and 6, and whatever keeps to
 * their shape.
 */
export interface AiSdkModel {
  readonly provider: string;
  readonly modelId: string;
  // Loose signatures instead of one version's own, so that every version's models are assignable.
  doGenerate(options: never): PromiseLike<unknown>;
  doStream(options: never): PromiseLike<unknown>;
}

/** Provider options of the AI SDK: an object of options by provider. */
export type ProviderOptions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

type Count = number | undefined;

/** Token counts: flat in version 5, by kind in version 6. */
export interface RawUsage {
  inputTokens?: number | { total?: Count; cacheRead?: Count; cacheWrite?: Count } | undefined;
  outputTokens?: number | { total?: Count } | undefined;
  /** Version 5's word for what was read. */
  cachedInputTokens?: Count;
  /** What the provider itself has said. */
  raw?: unknown;
}

/** What a call without streaming gives. */
export interface RawGenerated {
  usage: RawUsage;
  providerMetadata?: Record<string, unknown> | undefined;
}

/** Why it ended: a word in version 5, an object in version 6. */
export type RawFinishReason = string | { unified?: string; raw?: string | undefined };

/** The parts of a stream that are read; all others are passed over. */
export type RawPart =
  | { type: 'response-metadata'; modelId?: string }
  | { type: 'text-delta' | 'reasoning-delta'; delta: string }
  | { type: 'tool-call'; toolCallId: string; toolName: string; input: string }
  | { type: 'error'; error: unknown }
  | {
      type: 'finish';
      finishReason: RawFinishReason;
      usage: RawUsage;
      providerMetadata?: Record<string, unknown> | undefined;
    };

/** Calls the model and waits for all of it. */
export async function generate(model: AiSdkModel, options: object): Promise<RawGenerated> {
  return model.doGenerate(options as never) as Promise<RawGenerated>;
}

/** Calls the model and gives the parts as they come. Leaving them closes the connection. */
export async function stream(model: AiSdkModel, options: object): Promise<AsyncIterable<RawPart>> {
  const { stream: parts } = (await model.doStream(options as never)) as { stream: ReadableStream<RawPart> };
  return read(parts);
}

/** By hand, since not every browser's streams can be iterated. */
async function* read(parts: ReadableStream<RawPart>): AsyncGenerator<RawPart, void, undefined> {
  const reader = parts.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    reader.cancel().catch(() => null);
  }
}
