import type { AskEvent, FinishReason, ForewarmError, Usage } from '@forewarm/core';
import { toBackendError } from '../backend/errors.js';
import type { AnswerReader, Ended, Figures } from '../backend/provider.js';
import { parseInput } from '../backend/input.js';
import type { RawEvent, RawFailure, RawItem, RawResponse } from './client.js';
import type { Keeping } from './model.js';

export class ResponseReader implements AnswerReader<RawEvent> {
  model: string | undefined;
  readonly #keeping: Keeping;
  #response: RawResponse | null = null;
  #called = false;
  #refused = false;

  constructor(keeping: Keeping) {
    this.#keeping = keeping;
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
        throw failed(event.response.error ?? {});
      case 'error':
        throw failed(event);
      default:
        return null;
    }
  }

  get stage(): 'over' | undefined {
    return this.#response ? 'over' : undefined;
  }

  end(): { ended: Ended } | null {
    const response = this.#response;
    return response && { ended: { reason: this.#reason(response), ...figuresOf(response, this.#keeping) } };
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

function failed({ code, message = '' }: RawFailure): ForewarmError {
  return toBackendError({ thrown: null, kinds: [code ?? 'server_error'], words: message });
}

/** A model that caches by itself keeps every prefix; its writes are unknown. */
export function figuresOf({ usage: raw }: RawResponse, keeping: Keeping): Figures {
  const details = raw?.input_tokens_details;
  const usage = {
    prompt: raw?.input_tokens ?? null,
    cacheRead: details?.cached_tokens ?? null,
    cacheWrite: keeping.ttl === null ? null : (details?.cache_write_tokens ?? null),
    output: raw?.output_tokens ?? null,
  };
  return { usage, ttlMs: keptMs(usage, keeping) };
}

/** Undefined if nothing is kept. */
export function keptMs({ prompt, cacheRead, cacheWrite }: Usage, { ttlMs, minTokens }: Keeping): number | undefined {
  const nothing = cacheRead === 0 && cacheWrite === 0;
  return nothing || (minTokens !== null && prompt !== null && prompt < minTokens) ? undefined : ttlMs;
}
