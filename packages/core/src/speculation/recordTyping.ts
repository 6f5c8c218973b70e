import type { Environment } from '../base/environment.js';
import { draftEdit } from '../policy/draftSigns.js';

/** A draft as numbers, a line of a trace for `npm run bench:typing`. It holds no text. */
export interface TypingTrace {
  /** The writer. */
  readonly w: number;
  /** Characters when it was sent. */
  readonly n: number;
  /** Milliseconds from the last edit until it was sent. */
  readonly pause: number;
  /**
   * The edits: milliseconds since the one before, characters, the number of the text with white
   * space collapsed, and 1 where it ends a sentence.
   */
  readonly e: readonly (readonly [number, number, number, 0 | 1])[];
}

/** Follows one box. */
export interface TypingRecorder {
  /** The text as it stands after an edit. */
  edit(text: string): void;
  /** The text was sent: its trace is told, and the next draft begins. */
  sent(): void;
}

/**
 * Records when a draft is edited and sent, for traces of your own visitors: ask them first. Texts
 * are compared within the page until the draft is sent, and forgotten then. `writer` is a number of
 * your choice that tells people apart. Default 0.
 */
export function recordTyping(
  onTrace: (trace: TypingTrace) => void,
  { monotonic }: Pick<Environment, 'monotonic'>,
  writer = 0,
): TypingRecorder {
  const states = new Map<string, number>();
  let edits: TypingTrace['e'][number][] = [];
  let before = '';
  let at = 0;
  return {
    edit(text) {
      if (text === before) return;
      const now = monotonic();
      const gap = edits.length === 0 ? 0 : Math.round(now - at);
      const { length, ends } = draftEdit(now, before, text);
      const words = text.trim().replace(/\s+/g, ' ');
      const state = states.get(words) ?? states.size;
      states.set(words, state);
      edits.push([gap, length, state, ends ? 1 : 0]);
      [before, at] = [text, now];
    },
    sent() {
      const trace = { w: writer, n: before.length, pause: Math.round(monotonic() - at), e: edits };
      if (before !== '') onTrace(trace);
      states.clear();
      [edits, before] = [[], ''];
    },
  };
}
