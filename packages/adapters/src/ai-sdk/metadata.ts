import { cacheOutcome, type Prefix, type ForewarmClient } from '@forewarm/core';
import type { ForewarmPart } from '@forewarm/core/kit';
import type { ProviderOptions, RawUsage } from './model.js';
import { figuresOf } from './reader.js';

export interface MetadataOptions {
  /** Records what the answer read: `handler.client`. Default: none. */
  readonly client?: Pick<ForewarmClient<Prefix>, 'asked'> | undefined;
}

export interface StreamPart {
  readonly type: string;
  readonly usage?: StepUsage;
  readonly providerMetadata?: ProviderOptions | undefined;
}

/** Version 5 is flat. */
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

/** A message's metadata. */
export interface ForewarmMetadata {
  readonly forewarm: ForewarmPart;
}

/**
 * Makes `messageMetadata` for one `toUIMessageStreamResponse`, so that the page sees a hit or miss
 * of the first step.
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
