import { type Environment, systemEnvironment } from '../base/environment.js';
import { draftEdit } from '../policy/draftSigns.js';

/** A draft without text, for `npm run bench:typing`. */
export interface TypingTrace {
  /** The writer. */
  readonly w: number;
  /** Characters when sent. */
  readonly n: number;
  /** Milliseconds from last edit to sending. */
  readonly pause: number;
  /**
   * Edits: milliseconds since the one before, characters, the number of the text with white space
   * collapsed, and 1 at a sentence's end.
   */
  readonly e: readonly (readonly [number, number, number, 0 | 1])[];
}

export interface TypingRecorder {
  edit(text: string): void;
  /** Reports the trace and begins the next. */
  sent(): void;
}

/**
 * Records drafts' edits and sending; ask visitors first. Keeps text only within the page, until it
 * is sent. `writer` is your number for a person. Default 0.
 */
export function recordTyping(
  onTrace: (trace: TypingTrace) => void,
  { monotonic }: Pick<Environment, 'monotonic'> = systemEnvironment,
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
