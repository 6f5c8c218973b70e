import type { AskEvent, FinishReason } from '../adapter/adapter.js';
import { ForewarmError } from '../base/errors.js';
import { toErrorBody } from './errorBody.js';
import type { Json } from '../base/json.js';
import type { ErrorBody, ForewarmPart } from './wire.js';

/** The used chunks of an AI SDK UI message stream. */
export type UiChunk =
  | { readonly type: 'start'; readonly messageId?: string; readonly messageMetadata?: unknown }
  /** Your own route can put figures here: `forewarmMetadata`. */
  | { readonly type: 'message-metadata'; readonly messageMetadata: unknown }
  | { readonly type: 'text-start' | 'text-end' | 'reasoning-start' | 'reasoning-end'; readonly id: string }
  | { readonly type: 'text-delta' | 'reasoning-delta'; readonly id: string; readonly delta: string }
  | {
      readonly type: 'tool-input-available';
      readonly toolCallId: string;
      readonly toolName: string;
      readonly input: Json;
    }
  | { readonly type: 'data-forewarm'; readonly id: string; readonly data: ForewarmPart }
  | { readonly type: 'error'; readonly errorText: string }
  | { readonly type: 'finish'; readonly finishReason?: FinishReason; readonly messageMetadata?: unknown };

export interface UiStreamOptions {
  /** If it is kept and can resume. */
  readonly messageId?: string | undefined;
  /** Replaces a lost answer. Default false. */
  readonly restart?: boolean | undefined;
  /** Default: `toErrorBody`. */
  readonly toBody?: ((thrown: unknown) => ErrorBody) | undefined;
}

/**
 * An answer as UI message chunks, with figures in `data-forewarm` parts. Never throws: an error is
 * the last chunk, and typed in the part before it.
 */
export async function* toUiChunks(
  events: AsyncIterable<AskEvent>,
  options: UiStreamOptions = {},
): AsyncGenerator<UiChunk, void, undefined> {
  const writer = new UiWriter(options);
  yield* writer.begin();
  try {
    for await (const event of events) yield* writer.write(event);
  } catch (thrown) {
    yield* writer.fail(thrown);
  }
}

export class UiWriter {
  readonly #options: UiStreamOptions;
  #part: ForewarmPart = {};
  #open: { readonly kind: 'text' | 'reasoning'; readonly id: string } | null = null;
  #parts = 0;

  constructor(options: UiStreamOptions) {
    this.#options = options;
  }

  /** Sent at once: the connection then works while the model reads. */
  begin(): readonly UiChunk[] {
    const { messageId, restart = false } = this.#options;
    const start: UiChunk = { type: 'start', ...(messageId !== undefined && { messageId }) };
    return restart ? [start, this.#forewarm({ restart })] : [start];
  }

  /** Throws at a restart after text, which this format can't take back. */
  write(event: AskEvent): readonly UiChunk[] {
    switch (event.type) {
      case 'text':
      case 'reasoning':
        return this.#text(event.type, event.text);
      case 'tool-call': {
        const { id, name, input } = event;
        return [...this.#close(), { type: 'tool-input-available', toolCallId: id, toolName: name, input }];
      }
      case 'restart':
        if (this.#parts === 0) return [];
        throw new ForewarmError('stream-cut', 'The server that wrote this answer was lost; ask again.');
      case 'start': {
        const { hash, model, drifted, waitedMs, signature } = event;
        return [this.#forewarm({ hash, model, drifted, waitedMs, signature })];
      }
      case 'finish': {
        const { usage, outcome, ttlMs, reason, missReason, signature } = event;
        const figures = this.#forewarm({ usage, outcome, ttlMs, reason, missReason, signature });
        return [...this.#close(), figures, { type: 'finish', finishReason: reason }];
      }
      default:
        return [];
    }
  }

  /** The last chunks, if reading the events or writing one threw. */
  fail(thrown: unknown): readonly UiChunk[] {
    const { toBody = toErrorBody } = this.#options;
    const error = toBody(thrown);
    return [...this.#close(), this.#forewarm({ error }), { type: 'error', errorText: error.message }];
  }

  #text(kind: 'text' | 'reasoning', delta: string): readonly UiChunk[] {
    const known = this.#open;
    if (known?.kind === kind) return [{ type: `${kind}-delta`, id: known.id, delta }];
    const closed = this.#close();
    const id = String(this.#parts++);
    this.#open = { kind, id };
    return [...closed, { type: `${kind}-start`, id }, { type: `${kind}-delta`, id, delta }];
  }

  #close(): readonly UiChunk[] {
    if (!this.#open) return [];
    const { kind, id } = this.#open;
    this.#open = null;
    return [{ type: `${kind}-end`, id }];
  }

  #forewarm(more: ForewarmPart): UiChunk {
    this.#part = { ...this.#part, ...more };
    return { type: 'data-forewarm', id: 'forewarm', data: this.#part };
  }
}
