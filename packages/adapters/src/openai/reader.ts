import type { AskEvent, FinishReason, ForewarmError, Usage } from '@forewarm/core';
import type { AnswerReader, Ended } from '../backend/answer.js';
import { parseInput } from '../backend/input.js';
import type { RawEvent, RawItem, RawResponse, RawUsage } from './client.js';
import type { Keeping } from './model.js';

/** A function call is reported once complete. */
export class ResponseReader implements AnswerReader<RawEvent> {
  model: string | undefined;
  readonly #keeping: Keeping;
  readonly #fail: (kind: string | null | undefined, words: string) => ForewarmError;
  #response: RawResponse | null = null;
  #called = false;
  #refused = false;

  /** `fail`: makes the error for a failure inside the stream. */
  constructor(keeping: Keeping, fail: (kind: string | null | undefined, words: string) => ForewarmError) {
    this.#keeping = keeping;
    this.#fail = fail;
  }

  read(event: RawEvent): AskEvent | null {
    switch (event.type) {
      case 'response.output_text.delta':
        return event.delta === '' ? null : { type: 'text', text: event.delta };
      case 'response.refusal.delta':
        this.#refused = true;
        return { type: 'text', text: event.delta };
      case 'response.reasoning_summary_text.delta':
      case 'response.reasoning_text.delta':
        return { type: 'reasoning', text: event.delta };
      case 'response.output_item.done':
        return this.#call(event.item);
      case 'response.created':
        this.model = event.response.model;
        return null;
      case 'response.completed':
      case 'response.incomplete':
        this.#response = event.response;
        return null;
      case 'response.failed':
        throw this.#fail(event.response.error?.code, event.response.error?.message ?? '');
      case 'error':
        throw this.#fail(event.code, event.message ?? '');
      default:
        return null;
    }
  }

  get stage(): 'over' | undefined {
    return this.#response ? 'over' : undefined;
  }

  end(): { ended: Ended } | null {
    if (!this.#response) return null;
    const usage = toUsage(this.#response.usage, this.#keeping);
    return { ended: { reason: this.#reason(this.#response), usage, ttlMs: keptMs(usage, this.#keeping) } };
  }

  #call({ type, call_id: id = '', name = '', arguments: json = '' }: RawItem): AskEvent | null {
    if (type !== 'function_call') return null;
    const input = parseInput(json);
    if (input === undefined) return null;
    this.#called = true;
    return { type: 'tool-call', id, name, input };
  }

  #reason({ status, incomplete_details: details }: RawResponse): FinishReason {
    if (status === 'incomplete') return details?.reason === 'content_filter' ? 'content-filter' : 'length';
    if (this.#refused) return 'content-filter';
    return this.#called ? 'tool-calls' : 'stop';
  }
}

/** A model that caches by itself keeps every prefix, and its writes are unknown. */
export function toUsage(raw: RawUsage | null | undefined, { ttl }: Keeping): Usage {
  const details = raw?.input_tokens_details;
  return {
    prompt: raw?.input_tokens ?? null,
    cacheRead: details?.cached_tokens ?? null,
    cacheWrite: ttl === null ? null : (details?.cache_write_tokens ?? null),
    output: raw?.output_tokens ?? null,
  };
}

/** How long the cache is kept; undefined if the API, or its minimum, says that nothing is. */
export function keptMs({ prompt, cacheRead, cacheWrite }: Usage, { ttlMs, minTokens }: Keeping): number | undefined {
  const nothing = cacheRead === 0 && cacheWrite === 0;
  return nothing || (minTokens !== null && prompt !== null && prompt < minTokens) ? undefined : ttlMs;
}
