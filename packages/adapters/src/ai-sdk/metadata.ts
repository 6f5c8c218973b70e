import { cacheOutcome, type Prefix, type ForewarmClient } from '@forewarm/core';
import type { ForewarmPart } from '@forewarm/core/kit';
import type { ProviderOptions, RawUsage } from './model.js';
import { figuresOf } from './reader.js';

export interface MetadataOptions {
  /**
   * The cache of the handler that warms this prefix, told that it was asked on, and what the answer
   * read: `handler.client`. Default: nobody is told.
   */
  readonly cache?: Pick<ForewarmClient<Prefix>, 'asked'> | undefined;
}

/** As much of a part of `streamText`'s full stream as is read. */
export interface StreamPart {
  readonly type: string;
  readonly usage?: StepUsage;
  readonly providerMetadata?: ProviderOptions | undefined;
}

/** Token counts of one step as the SDK tells them: flat, with details from version 6 on. */
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

/** What rides in a message's metadata. */
export interface ForewarmMetadata {
  readonly forewarm: ForewarmPart;
}

/**
 * Makes `messageMetadata` for `toUIMessageStreamResponse`: the kit's figures for the page, so that
 * it sees a hit or a miss. One for each answer. An answer of several steps is told by its first:
 * that is the one the warm was for.
 */
export function forewarmMetadata(
  prefix: Prefix,
  { cache }: MetadataOptions = {},
): (options: { part: StreamPart }) => ForewarmMetadata | undefined {
  let answered: ReturnType<ForewarmClient<Prefix>['asked']> | undefined;
  let told = false;
  return ({ part }) => {
    if (part.type === 'start') {
      answered = cache?.asked(prefix);
      return { forewarm: { hash: prefix.hash } };
    }
    if (told || part.type !== 'finish-step' || !part.usage) return undefined;
    told = true;
    const { usage, ttlMs } = figuresOf(prefix, toRaw(part.usage), part.providerMetadata);
    answered?.({ usage, ttlMs });
    return { forewarm: { hash: prefix.hash, usage, outcome: cacheOutcome(usage), ttlMs } };
  };
}

/** The counts as a model itself gives them, in either version. */
function toRaw({ inputTokens, outputTokens, inputTokenDetails: details, ...flat }: StepUsage): RawUsage {
  if (!details) return { ...flat, inputTokens, outputTokens };
  const { cacheReadTokens: cacheRead, cacheWriteTokens: cacheWrite } = details;
  return { ...flat, inputTokens: { total: inputTokens, cacheRead, cacheWrite }, outputTokens };
}
