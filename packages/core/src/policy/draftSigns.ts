/** One edit of a draft, in numbers without content. */
export interface DraftEdit {
  /** When, on a monotonic clock, in milliseconds. */
  readonly at: number;
  /** Characters of the draft after it. */
  readonly length: number;
  /** Whether the text now ends a sentence, white space aside. */
  readonly ends: boolean;
  /**
   * Whether the question that would be sent is the same as before it: only white space around it
   * has changed.
   */
  readonly same: boolean;
}

/**
 * What a draft and the person's own earlier edits show. Plain data without a word of the text;
 * `edited` and `questionSent` give the next.
 */
export interface DraftSigns {
  /** When the last edit was, monotonic; null before the first. */
  readonly at: number | null;
  readonly length: number;
  readonly ends: boolean;
  /** Whether the last edit put white space behind what stood there. */
  readonly spaced: boolean;
  /** Edits since the text last ended a sentence, or since the draft began. */
  readonly sinceEnd: number;
  /** Deletions of late: each counts a fifth less with every later edit. */
  readonly deletions: number;
  /**
   * The person's own rhythm: a running median of the milliseconds between edits. It outlives the
   * draft.
   */
  readonly rhythmMs: number;
  /** Gaps the rhythm was learned from. */
  readonly gaps: number;
  /** Sentences ended in this draft. */
  readonly sentences: number;
  /**
   * Sentences the person has ended of late, and at how many of those ends they sent. They outlive
   * the draft.
   */
  readonly sentencesBefore: number;
  readonly sentAtEnd: number;
}

/** Milliseconds between edits that are taken for typing rather than thinking. */
const LONGEST_GAP_MS = 2_000;

/**
 * Nobody has typed yet. Rhythm and habit start from the medians of the drafts the rule was fitted
 * on: 160 ms, and sent at every third end of a sentence.
 */
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

/** How much of what was learned of a person stays with each further question. */
const KEPT = 0.85;

/** The signs after an edit. Pure, and the same work however long the draft is. */
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

/** The signs of the next draft, once this one was sent: only rhythm and habit stay. Pure. */
export function questionSent(signs: DraftSigns): DraftSigns {
  const { rhythmMs, gaps, ends, sentences } = signs;
  const learned = (before: number, now: number, prior: number): number => KEPT * before + now + (1 - KEPT) * prior;
  const sentencesBefore = learned(signs.sentencesBefore, sentences, NO_SIGNS.sentencesBefore);
  const sentAtEnd = learned(signs.sentAtEnd, Number(ends && sentences > 0), NO_SIGNS.sentAtEnd);
  return { ...NO_SIGNS, rhythmMs, gaps, sentencesBefore, sentAtEnd };
}

/** The edit that made one text of another. Reads both once; nothing of them is kept. */
export function draftEdit(at: number, before: string, after: string): DraftEdit {
  const question = after.trim();
  return { at, length: after.length, ends: /[.?!。？！]$/.test(question.slice(-1)), same: question === before.trim() };
}

/** A step towards each new gap, smaller the more are known: it comes to rest at the median. */
function rhythm({ at: last, rhythmMs, gaps }: DraftSigns, at: number): Pick<DraftSigns, 'rhythmMs' | 'gaps'> {
  const gap = last === null ? 0 : at - last;
  if (gap < 10 || gap > LONGEST_GAP_MS) return { rhythmMs, gaps };
  const step = Math.max(0.03, 1 / (gaps + 11));
  return { rhythmMs: rhythmMs * Math.exp(step * Math.sign(gap - rhythmMs)), gaps: gaps + 1 };
}
