import { type AskEvent, cacheOutcome, type Prefix } from '@forewarm/core';
import type { AnswerReader, Ended } from '../backend/provider.js';
import { growInput, parseInput } from '../backend/input.js';
import type { RawDiagnostics, RawEvent, RawUsage } from './client.js';
import { figuresOf, mergeUsage, toFinishReason } from './usage.js';

export class MessageReader implements AnswerReader<RawEvent> {
  model: string | undefined;
  readonly #prefix: Prefix;
  readonly #onWhole: (id: string | undefined) => void;
  #id: string | undefined;
  #usage: RawUsage = {};
  #reason: string | null | undefined;
  #missReason: string | undefined;
  #complete = false;
  #tool: { readonly id: string; readonly name: string; json: string } | null = null;

  /** `onWhole` gets the id of a finished message. */
  constructor(prefix: Prefix, onWhole: (id: string | undefined) => void) {
    this.#prefix = prefix;
    this.#onWhole = onWhole;
  }

  read(event: RawEvent): AskEvent | null {
    switch (event.type) {
      case 'content_block_delta':
        return this.#delta(event.delta);
      case 'message_start':
        this.model = event.message.model;
        this.#id = event.message.id;
        this.#usage = mergeUsage(this.#usage, event.message.usage);
        this.#diagnose(event.message.diagnostics);
        return null;
      case 'content_block_start': {
        const { type, id = '', name = '' } = event.content_block;
        this.#tool = type === 'tool_use' ? { id, name, json: '' } : null;
        return null;
      }
      case 'content_block_stop':
        return this.#call();
      case 'message_delta':
        this.#usage = mergeUsage(this.#usage, event.usage);
        this.#reason = event.delta.stop_reason ?? this.#reason;
        this.#diagnose(event.diagnostics);
        return null;
      case 'message_stop':
        this.#complete = true;
        return null;
      default:
        return null;
    }
  }

  get stage(): 'over' | undefined {
    return this.#complete ? 'over' : undefined;
  }

  end(): { ended: Ended } | null {
    if (!this.#complete) return null;
    this.#onWhole(this.#id);
    const figures = figuresOf(this.#prefix, this.#usage);
    // After the prefix, warm and ask always differ.
    const missReason = cacheOutcome(figures.usage) === 'hit' ? undefined : this.#missReason;
    return { ended: { reason: toFinishReason(this.#reason), ...figures, missReason } };
  }

  #delta(delta: { type: string; text?: string; thinking?: string; partial_json?: string }): AskEvent | null {
    if (delta.type === 'text_delta' && delta.text) return { type: 'text', text: delta.text };
    if (delta.type === 'thinking_delta' && delta.thinking) return { type: 'reasoning', text: delta.thinking };
    if (delta.type === 'input_json_delta' && this.#tool) {
      this.#tool.json = growInput(this.#tool.json, delta.partial_json ?? '');
    }
    return null;
  }

  #call(): AskEvent | null {
    const tool = this.#tool;
    this.#tool = null;
    if (!tool) return null;
    const input = parseInput(tool.json);
    return input === undefined ? null : { type: 'tool-call', id: tool.id, name: tool.name, input };
  }

  #diagnose(diagnostics: RawDiagnostics | null | undefined): void {
    this.#missReason = diagnostics?.cache_miss_reason?.type ?? this.#missReason;
  }
}
