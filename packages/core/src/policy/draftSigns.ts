/** One edit of a draft, without text. */
export interface DraftEdit {
  /** Milliseconds, monotonic. */
  readonly at: number;
  /** The draft's, after the edit. */
  readonly length: number;
  /** At a sentence's end, ignoring white space. */
  readonly ends: boolean;
  /** Only white space around the question changed. */
  readonly same: boolean;
}

/** Signs of a draft and of earlier edits, without text. */
export interface DraftSigns {
  /** The last edit, monotonic; null before the first. */
  readonly at: number | null;
  readonly length: number;
  readonly ends: boolean;
  /** The last edit added white space at the end. */
  readonly spaced: boolean;
  /** Edits since a sentence's end, or the beginning. */
  readonly sinceEnd: number;
  /** Each counts a fifth less with every later edit. */
  readonly deletions: number;
  /** Running median between edits, kept for the next draft. */
  readonly rhythmMs: number;
  readonly gaps: number;
  readonly sentences: number;
  /** Sentences ended recently, and how many of these ends were sent. Kept for the next draft. */
  readonly sentencesBefore: number;
  readonly sentAtEnd: number;
}

/** Longer is thinking, not typing. */
const LONGEST_GAP_MS = 2_000;

/** Medians of the drafts that the rule was fitted to. */
export const NO_SIGNS: DraftSigns = Object.freeze({
  at: null,
  length: 0,
  ends: false,
  spaced: false,
  sinceEnd: 0,
  deletions: 0,
  rhythmMs: 160,
  gaps: 0,
  sentences: 0,
  sentencesBefore: 3,
  sentAtEnd: 1,
});

/** What remains of the habit after each question. */
const KEPT = 0.85;

/** Takes constant time. */
export function edited(signs: DraftSigns, edit: DraftEdit): DraftSigns {
  const { at, length, ends } = edit;
  return {
    ...signs,
    at,
    length,
    ends,
    spaced: edit.same && length > signs.length,
    sinceEnd: ends ? 0 : signs.sinceEnd + 1,
    deletions: signs.deletions * 0.8 + (length < signs.length ? 1 : 0),
    sentences: signs.sentences + (ends && !signs.ends ? 1 : 0),
    ...rhythm(signs, at),
  };
}

/** Only rhythm and habit remain. */
export function questionSent(signs: DraftSigns): DraftSigns {
  const { rhythmMs, gaps, ends, sentences } = signs;
  const learned = (before: number, now: number, prior: number): number => KEPT * before + now + (1 - KEPT) * prior;
  const sentencesBefore = learned(signs.sentencesBefore, sentences, NO_SIGNS.sentencesBefore);
  const sentAtEnd = learned(signs.sentAtEnd, Number(ends && sentences > 0), NO_SIGNS.sentAtEnd);
  return { ...NO_SIGNS, rhythmMs, gaps, sentencesBefore, sentAtEnd };
}

export function draftEdit(at: number, before: string, after: string): DraftEdit {
  const question = after.trim();
  return { at, length: after.length, ends: /[.?!。？！]$/.test(question.slice(-1)), same: question === before.trim() };
}

/** Steps towards each gap, smaller with more: ends near the median. */
function rhythm({ at: last, rhythmMs, gaps }: DraftSigns, at: number): Pick<DraftSigns, 'rhythmMs' | 'gaps'> {
  const gap = last === null ? 0 : at - last;
  if (gap < 10 || gap > LONGEST_GAP_MS) return { rhythmMs, gaps };
  const step = Math.max(0.03, 1 / (gaps + 11));
  return { rhythmMs: rhythmMs * Math.exp(step * Math.sign(gap - rhythmMs)), gaps: gaps + 1 };
}
