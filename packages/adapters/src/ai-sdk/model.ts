import { withFiles } from './files.js';

/** An AI SDK language model; versions 5 to 7 fit. */
export interface AiSdkModel {
  /** `v3` in version 6, `v4` in version 7. */
  readonly specificationVersion?: string;
  readonly provider: string;
  readonly modelId: string;
  // Loose, so that models of every version are assignable.
  doGenerate(options: never): PromiseLike<unknown>;
  doStream(options: never): PromiseLike<unknown>;
}

/** One object of options per provider. */
export type ProviderOptions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

type Count = number | undefined;

export interface RawUsage {
  inputTokens?: number | { total?: Count; cacheRead?: Count; cacheWrite?: Count } | undefined;
  outputTokens?: number | { total?: Count } | undefined;
  /** Version 5's name for it. */
  cachedInputTokens?: Count;
  /** The provider's own. */
  raw?: unknown;
}

export interface RawGenerated {
  usage: RawUsage;
  providerMetadata?: Record<string, unknown> | undefined;
}

/** A string in version 5, an object in version 6. */
export type RawFinishReason = string | { unified?: string; raw?: string | undefined };

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

interface CallOptions {
  readonly prompt: readonly object[];
  readonly abortSignal: AbortSignal | undefined;
}

export async function generate(model: AiSdkModel, options: CallOptions): Promise<RawGenerated> {
  return model.doGenerate(withFiles(model, options) as never) as Promise<RawGenerated>;
}

/** Leaving the loop closes the connection. */
export async function stream(model: AiSdkModel, options: CallOptions): Promise<AsyncIterable<RawPart>> {
  const { stream: parts } = (await model.doStream(withFiles(model, options) as never)) as {
    stream: ReadableStream<RawPart>;
  };
  return read(parts);
}

/** Not every browser can iterate a ReadableStream. */
async function* read(parts: ReadableStream<RawPart>): AsyncGenerator<RawPart, void, undefined> {
  const reader = parts.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    reader.cancel().catch(() => null);
  }
}
