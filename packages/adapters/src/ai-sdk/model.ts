import { eachOf } from '../backend/eachOf.js';
import { withFiles } from './files.js';

/** An AI SDK language model, versions 5 to 7. */
export interface AiSdkModel {
  /** Version 6: `v3`; 7: `v4`. */
  readonly specificationVersion?: string;
  readonly provider: string;
  readonly modelId: string;
  // Loose: models of every version fit.
  doGenerate(options: never): PromiseLike<unknown>;
  doStream(options: never): PromiseLike<unknown>;
}

export type ProviderOptions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

type Count = number | undefined;

export interface RawUsage {
  inputTokens?: number | { total?: Count; cacheRead?: Count; cacheWrite?: Count } | undefined;
  outputTokens?: number | { total?: Count } | undefined;
  /** Version 5. */
  cachedInputTokens?: Count;
  raw?: unknown;
}

export interface RawGenerated {
  usage: RawUsage;
  providerMetadata?: Record<string, unknown> | undefined;
}

/** Version 5: a string. */
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

export async function stream(model: AiSdkModel, options: CallOptions): Promise<AsyncIterable<RawPart>> {
  const { stream: parts } = (await model.doStream(withFiles(model, options) as never)) as {
    stream: ReadableStream<RawPart>;
  };
  return eachOf(parts);
}
