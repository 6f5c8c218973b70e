import { cacheOutcome, type Prefix, type ForewarmClient } from '@forewarm/core';
import type { ForewarmPart } from '@forewarm/core/kit';
import type { ProviderOptions, RawUsage } from './model.js';
import { figuresOf } from './reader.js';

export interface MetadataOptions {
  /** The handler's client (`handler.client`), which records what the answer read. Default: none. */
  readonly client?: Pick<ForewarmClient<Prefix>, 'asked'> | undefined;
}

/** A `streamText` stream part. */
export interface StreamPart {
  readonly type: string;
  readonly usage?: StepUsage;
  readonly providerMetadata?: ProviderOptions | undefined;
}

/** Flat, with details from version 6 on. */
interface StepUsage {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly cachedInputTokens?: number | undefined;
  readonly inputTokenDetails?: {
    readonly cacheReadTokens?: number | undefined;
    readonly cacheWriteTokens?: number | undefined;
  };
  readonly raw?: unknown;
}

/** The kit's figures in a message's metadata. */
export interface ForewarmMetadata {
  readonly forewarm: ForewarmPart;
}

/**
 * Makes `messageMetadata` for `toUIMessageStreamResponse`, so that the page sees a hit or a miss.
 * Make one per answer. It reports the first step, which the warm was for.
 */
export function forewarmMetadata(
  prefix: Prefix,
  { client }: MetadataOptions = {},
): (options: { part: StreamPart }) => ForewarmMetadata | undefined {
  let answered: ReturnType<ForewarmClient<Prefix>['asked']> | undefined;
  let told = false;
  return ({ part }) => {
    if (part.type === 'start') {
      answered = client?.asked(prefix);
      return { forewarm: { hash: prefix.hash } };
    }
    if (told || part.type !== 'finish-step' || !part.usage) return undefined;
    told = true;
    const { usage, ttlMs } = figuresOf(prefix, toRaw(part.usage), part.providerMetadata);
    answered?.({ usage, ttlMs });
    return { forewarm: { hash: prefix.hash, usage, outcome: cacheOutcome(usage), ttlMs } };
  };
}

function toRaw({ inputTokens, outputTokens, inputTokenDetails: details, ...flat }: StepUsage): RawUsage {
  if (!details) return { ...flat, inputTokens, outputTokens };
  const { cacheReadTokens: cacheRead, cacheWriteTokens: cacheWrite } = details;
  return { ...flat, inputTokens: { total: inputTokens, cacheRead, cacheWrite }, outputTokens };
}
