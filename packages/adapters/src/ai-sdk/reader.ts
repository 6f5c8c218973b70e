import { type AskEvent, type Prefix, ttlToMs, type Usage } from '@forewarm/core';
import type { AnswerReader, Ended } from '../backend/provider.js';
import { parseInput } from '../backend/input.js';
import { isOpenAi, keepingOf } from '../openai/model.js';
import { keptMs } from '../openai/reader.js';
import type { RawPart, RawUsage } from './model.js';
import { toFinishReason, toUsage } from './usage.js';

export class PartReader implements AnswerReader<RawPart> {
  model: string | undefined;
  readonly #prefix: Prefix;
  #ended: Ended | null = null;

  constructor(prefix: Prefix) {
    this.#prefix = prefix;
  }

  read(part: RawPart): AskEvent | null {
    switch (part.type) {
      case 'text-delta':
        return part.delta === '' ? null : { type: 'text', text: part.delta };
      case 'reasoning-delta':
        return part.delta === '' ? null : { type: 'reasoning', text: part.delta };
      case 'tool-call': {
        const input = parseInput(part.input);
        return input === undefined ? null : { type: 'tool-call', id: part.toolCallId, name: part.toolName, input };
      }
      case 'response-metadata':
        this.model = part.modelId ?? this.model;
        return null;
      case 'finish': {
        // Version 7: the stream broke off.
        if (typeof part.finishReason === 'object' && part.finishReason.unified === 'interrupted') return null;
        const reason = toFinishReason(part.finishReason);
        this.#ended = { reason, ...figuresOf(this.#prefix, part.usage, part.providerMetadata) };
        return null;
      }
      case 'error':
        throw part.error;
      default:
        return null;
    }
  }

  get stage(): 'over' | undefined {
    return this.#ended ? 'over' : undefined;
  }

  end(): { ended: Ended } | null {
    return this.#ended && { ended: this.#ended };
  }
}

export function figuresOf(
  prefix: Prefix,
  raw: RawUsage,
  metadata?: Record<string, unknown>,
): { readonly usage: Usage; readonly ttlMs: number | undefined } {
  const usage = toUsage(raw, metadata);
  const { cacheRead, cacheWrite } = usage;
  // gpt-oss engines have their own rules.
  if (!isOpenAi(prefix.model) || prefix.model.startsWith('gpt-oss')) {
    return { usage, ttlMs: cacheRead === 0 && cacheWrite === 0 ? undefined : ttlToMs(prefix.ttl) };
  }
  const keeping = keepingOf(prefix);
  const told = keeping.ttl === null ? { ...usage, cacheWrite: null } : usage;
  return { usage: told, ttlMs: keptMs(told, keeping) };
}
