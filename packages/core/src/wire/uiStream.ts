import type { AskEvent, FinishReason } from '../adapter/adapter.js';
import { ForewarmError } from '../base/errors.js';
import { toErrorBody } from './errorBody.js';
import type { Json } from '../base/json.js';
import type { ErrorBody, ForewarmPart } from './wire.js';

/** The used chunks of an AI SDK UI message stream. */
export type UiChunk =
  | { readonly type: 'start'; readonly messageId?: string; readonly messageMetadata?: unknown }
  /** An app's own route can put the kit's figures here: `forewarmMetadata`. */
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
  /** The answer's name, if it is kept and can resume. */
  readonly messageId?: string | undefined;
  /** Whether it replaces a lost answer. Default false. */
  readonly restart?: boolean | undefined;
  /** Converts an error. Default: `toErrorBody`. */
  readonly toBody?: ((thrown: unknown) => ErrorBody) | undefined;
}

/**
 * An answer as AI SDK UI message chunks, with the kit's figures in `data-forewarm` parts. Never
 * throws: an error is the last chunk, and typed in the part before it.
 */
export async function* toUiChunks(
  events: AsyncIterable<AskEvent>,
  { messageId, restart = false, toBody = toErrorBody }: UiStreamOptions = {},
): AsyncGenerator<UiChunk, void, undefined> {
  let part: ForewarmPart = {};
  let open = null as { readonly kind: 'text' | 'reasoning'; readonly id: string } | null;
  let parts = 0;
  const forewarm = (more: ForewarmPart): UiChunk => {
    part = { ...part, ...more };
    return { type: 'data-forewarm', id: 'forewarm', data: part };
  };
  const close = (): readonly UiChunk[] => {
    if (!open) return [];
    const { kind, id } = open;
    open = null;
    return [{ type: `${kind}-end`, id }];
  };
  // At once, so that the connection is known to work while the model reads.
  yield { type: 'start', ...(messageId !== undefined && { messageId }) };
  if (restart) yield forewarm({ restart });
  try {
    for await (const event of events) {
      if (event.type === 'text' || event.type === 'reasoning') {
        const kind = event.type;
        if (open?.kind !== kind) {
          yield* close();
          open = { kind, id: String(parts++) };
          yield { type: `${kind}-start`, id: open.id };
        }
        yield { type: `${kind}-delta`, id: open.id, delta: event.text };
      } else if (event.type === 'tool-call') {
        yield* close();
        yield { type: 'tool-input-available', toolCallId: event.id, toolName: event.name, input: event.input };
      } else if (event.type === 'restart') {
        // This format can't take text back.
        if (parts > 0) throw new ForewarmError('stream-cut', 'The server that wrote this answer was lost; ask again.');
      } else if (event.type === 'start') {
        const { hash, model, drifted, waitedMs, signature } = event;
        yield forewarm({ hash, model, drifted, waitedMs, signature });
      } else if (event.type === 'finish') {
        const { usage, outcome, ttlMs, reason, missReason, signature } = event;
        yield* close();
        yield forewarm({ usage, outcome, ttlMs, reason, missReason, signature });
        yield { type: 'finish', finishReason: reason };
      }
    }
  } catch (thrown) {
    const error = toBody(thrown);
    yield* close();
    yield forewarm({ error });
    yield { type: 'error', errorText: error.message };
  }
}
