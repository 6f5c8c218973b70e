import { termsOf, type Term } from './terms.js';

/** A piece of the context, quoted as it stands. */
export interface Passage {
  readonly text: string;
  /** Which of the texts it is from, counted from 0. */
  readonly source: number;
  /** The line it starts at within that text, counted from 1. */
  readonly line: number;
}

interface Candidate {
  readonly text: string;
  readonly source: number;
  /** Where it starts within its source. */
  readonly start: number;
  /** How often each of the question's terms stands in it. */
  readonly counts: ReadonlyMap<Term, number>;
}

/** A longer paragraph is cut into stretches, as code without blank lines needs it. */
const MAX_PASSAGE_CHARS = 1500;
const STRETCH_CHARS = 600;
const TYPICAL_PASSAGE_CHARS = 400;
/** Candidates that are read closely; counts alone rank the others. */
const SHORT_LIST = 60;

const BM25_K = 1.2;
const BM25_B = 0.75;
const DEFINES = 2;
const EXPLAINS = 1.5;

/**
 * The passages of `texts` that fit the question best, best first: paragraphs ranked by BM25, with a
 * bonus for those that define or explain a word of the question.
 */
export function findPassages(texts: readonly string[], question: string, limit: number): Passage[] {
  const terms = termsOf(question);
  const candidates = texts.flatMap((text, source) => candidatesIn(text, source, terms));
  const total = texts.reduce((sum, text) => sum + text.length, 0) / TYPICAL_PASSAGE_CHARS + 1;
  const idf = new Map(
    terms.map((term) => {
      const holding = candidates.filter(({ counts }) => counts.has(term)).length;
      return [term, Math.log(1 + total / (holding + 0.5))];
    }),
  );
  const shortList = rank(candidates, (candidate) => countScore(candidate, idf)).slice(0, SHORT_LIST);
  return rank(shortList, (candidate) => countScore(candidate, idf) * bonus(candidate))
    .slice(0, limit)
    .map(({ text, source, start }) => {
      const line = (texts[source] ?? '').slice(0, start).split('\n').length;
      return { text, source, line };
    });
}

function candidatesIn(text: string, source: number, terms: readonly Term[]): Candidate[] {
  const found: Candidate[] = [];
  const lower = text.toLowerCase();
  for (let start = 0, end: number; start < text.length; start = end) {
    end = endOfPassage(text, start);
    const passage = lower.slice(start, end);
    const counts = new Map(
      terms.flatMap((term) => {
        const count = countWord(passage, term.text);
        return count > 0 ? [[term, count] as const] : [];
      }),
    );
    if (counts.size > 0) found.push({ text: text.slice(start, end), source, start, counts });
  }
  return found;
}

// At the next blank line, else at the end of a line or of a word.
function endOfPassage(text: string, start: number): number {
  const reach = text.slice(start, start + MAX_PASSAGE_CHARS);
  const blank = reach.indexOf('\n\n');
  if (blank >= 0) return start + blank + 2;
  if (start + MAX_PASSAGE_CHARS >= text.length) return text.length;
  const cut = reach.lastIndexOf('\n', STRETCH_CHARS) + 1 || reach.lastIndexOf(' ', STRETCH_CHARS) + 1;
  return start + (cut || STRETCH_CHARS);
}

// A plural or a possessive still is the word.
function countWord(lower: string, word: string): number {
  let count = 0;
  for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length)) {
    const end = at + word.length;
    const after = lower.charCodeAt(end);
    const isPlural = after === 0x73 && !isWordUnit(lower.charCodeAt(end + 1));
    if (!isWordUnit(lower.charCodeAt(at - 1)) && (isPlural || !isWordUnit(after))) count++;
  }
  return count;
}

function isWordUnit(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || unit === 0x5f || unit > 0x7f;
}

function rank(candidates: readonly Candidate[], score: (candidate: Candidate) => number): Candidate[] {
  return candidates
    .map((candidate) => ({ candidate, score: score(candidate) }))
    .toSorted((a, b) => b.score - a.score)
    .map(({ candidate }) => candidate);
}

function countScore({ text, counts }: Candidate, idf: ReadonlyMap<Term, number>): number {
  const length = 1 - BM25_B + (BM25_B * text.length) / TYPICAL_PASSAGE_CHARS;
  return [...counts]
    .map(([term, count]) => (term.weight * (idf.get(term) ?? 0) * count * (BM25_K + 1)) / (count + BM25_K * length))
    .reduce((sum, score) => sum + score, 0);
}

function bonus({ text, counts }: Candidate): number {
  const defined = [...counts.keys()].some((term) => defines(text, term.text));
  return (defined ? DEFINES : 1) * (explains(text) ? EXPLAINS : 1);
}

// A declaration, or a name at the head of a line that opens a function, as C writes it.
function defines(passage: string, word: string): boolean {
  const name = `\\b${word.replaceAll('$', '\\$')}\\b`;
  const declared = `\\b(?:struct|class|interface|typedef|enum|type|function|def|fn|define|const|let|var)\\b[^\\n;(]*${name}`;
  return new RegExp(`${declared}|^[A-Za-z_][\\w *]*${name}\\s*\\([^;]*$`, 'im').test(passage);
}

// Comment marks, or long runs of words as prose has them.
function explains(passage: string): boolean {
  return /^[ \t]*(\/\*|\*\*?\s|\/\/|#\s)/m.test(passage) || /(\b[a-z']{1,20}[ ,]{1,3}){6}/i.test(passage);
}
