import { type AskEvent, type Prefix, ttlToMs, type Usage } from '@forewarm/core';
import type { AnswerReader, Ended } from '../backend/answer.js';
import { parseInput } from '../backend/input.js';
import type { RawPart } from './model.js';
import { toFinishReason, toUsage } from './usage.js';

/** Reads the parts of a model's stream. */
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
        const usage = toUsage(part.usage, part.providerMetadata);
        const reason = toFinishReason(part.finishReason);
        this.#ended = { reason, usage, ttlMs: keptMs(usage, this.#prefix) };
        return null;
      }
      case 'error':
        throw part.error;
      default:
        return null;
    }
  }

  end(): { ended: Ended } | null {
    return this.#ended && { ended: this.#ended };
  }
}

/** How long what a request has read or written is kept; undefined where the backend says that nothing is. */
export function keptMs({ cacheRead, cacheWrite }: Usage, { ttl }: Prefix): number | undefined {
  return cacheRead === 0 && cacheWrite === 0 ? undefined : ttlToMs(ttl);
}
