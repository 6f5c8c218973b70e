import { type AskEvent, type FinishReason, type Prefix, ttlToMs } from '@forewarm/core';
import type { AnswerReader, Ended, Figures } from '../backend/provider.js';
import { growInput, parseInput } from '../backend/input.js';
import type { RawCall, RawChunk, RawCompletion } from './client.js';

/** Function calls are complete only at the end. */
export class ChunkReader implements AnswerReader<RawChunk> {
  model: string | undefined;
  readonly #prefix: Prefix;
  readonly #calls = new Map<number, { id: string; name: string; json: string }>();
  #figures: RawCompletion = {};
  #finished: string | null = null;
  #counted = false;
  #refused = false;

  constructor(prefix: Prefix) {
    this.#prefix = prefix;
  }

  read({ model, choices, usage, timings }: RawChunk): AskEvent | null {
    this.model ??= model;
    if (usage) this.#figures = { ...this.#figures, usage };
    if (timings) this.#figures = { ...this.#figures, timings };
    const choice = choices?.[0];
    this.#finished = choice?.finish_reason ?? this.#finished;
    // Earlier counts aren't final.
    if (usage && this.#finished !== null) this.#counted = true;
    if (!choice) return null;
    const { content, refusal, reasoning_content: thought, reasoning, tool_calls: calls } = choice.delta ?? {};
    for (const call of calls ?? []) this.#extend(call);
    if (refusal) this.#refused = true;
    if (content || refusal) return { type: 'text', text: content || refusal || '' };
    const thinking = thought || reasoning;
    return thinking ? { type: 'reasoning', text: thinking } : null;
  }

  /** The SDK hides `[DONE]`; counts come with or after the finish reason. */
  get stage(): 'said' | 'over' | undefined {
    if (this.#finished === null) return undefined;
    return this.#counted ? 'over' : 'said';
  }

  end(): { calls: AskEvent[]; ended: Ended } | null {
    if (this.#finished === null) return null;
    const calls = [...this.#calls.values()].flatMap(({ id, name, json }): AskEvent[] => {
      const input = parseInput(json);
      return input === undefined ? [] : [{ type: 'tool-call', id, name, input }];
    });
    const reason = this.#refused ? 'content-filter' : (REASONS[this.#finished] ?? 'other');
    return { calls, ended: { reason, ...figuresOf(this.#prefix, this.#figures) } };
  }

  #extend({ index = 0, id, function: part }: RawCall): void {
    const call = this.#calls.get(index) ?? { id: '', name: '', json: '' };
    this.#calls.set(index, call);
    call.id ||= id ?? '';
    call.name ||= part?.name ?? '';
    call.json = growInput(call.json, part?.arguments ?? '');
  }
}

/** Engines report no writes. */
export function figuresOf({ ttl }: Prefix, { usage, timings }: RawCompletion): Figures {
  const read = usage?.prompt_tokens_details?.cached_tokens ?? usage?.prompt_cache_hit_tokens ?? usage?.cached_tokens;
  const prompt = usage?.prompt_tokens ?? null;
  const cacheRead = read ?? timings?.cache_n ?? null;
  return {
    usage: { prompt, cacheRead, cacheWrite: null, output: usage?.completion_tokens ?? null },
    ttlMs: ttlToMs(ttl),
  };
}

const REASONS: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  content_filter: 'content-filter',
};
