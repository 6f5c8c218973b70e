import { termsOf, type Term } from './terms.js';

/** A piece of the context, quoted as it stands. */
export interface Passage {
  readonly text: string;
  /** Which of the texts it is from, counted from 0. */
  readonly source: number;
  /** The line it starts at within that text, counted from 1. */
  readonly line: number;
  readonly score: number;
}

interface Candidate {
  readonly source: number;
  readonly start: number;
  readonly end: number;
  readonly counts: Map<Term, number>;
}

/** Occurrences of one word that are looked at: the bound on the time a common word costs. */
const MAX_FINDS = 2000;
const MAX_PASSAGE_CHARS = 1500;
const TYPICAL_PASSAGE_CHARS = 400;
const STRETCH_CHARS = 600;
/** Candidates that are read closely; the others are ranked by counts alone. */
const SHORT_LIST = 60;

/**
 * The passages of `texts` that fit the question best, best first. A passage is a paragraph (what stands between blank lines), and the ranking is
 * BM25 with a bonus for a passage that defines or explains a word of the question. Nothing is indexed: the words are searched for.
 */
export function findPassages(texts: readonly string[], question: string, limit: number): Passage[] {
  const terms = termsOf(question);
  const candidates = new Map<string, Candidate>();
  texts.forEach((text, source) => {
    const lower = text.toLowerCase();
    for (const term of terms) collect(text, lower, source, term, candidates);
  });
  const all = [...candidates.values()];
  const total = texts.reduce((sum, text) => sum + text.length, 0) / TYPICAL_PASSAGE_CHARS + 1;
  const idf = new Map(
    terms.map((term) => {
      const holding = all.filter((candidate) => candidate.counts.has(term)).length;
      return [term, Math.log(1 + total / (holding + 0.5))];
    }),
  );
  return all
    .map((candidate) => ({ candidate, score: countScore(candidate, idf) }))
    .toSorted(best)
    .slice(0, SHORT_LIST)
    .map(({ candidate, score }) => ({ candidate, score: score * contentBonus(candidate, texts) }))
    .toSorted(best)
    .slice(0, limit)
    .map(({ candidate, score }) => {
      const text = texts[candidate.source] ?? '';
      return {
        text: text.slice(candidate.start, candidate.end),
        source: candidate.source,
        line: countLines(text, candidate.start) + 1,
        score,
      };
    });
}

function collect(text: string, lower: string, source: number, term: Term, candidates: Map<string, Candidate>): void {
  let finds = 0;
  let last: Candidate | undefined;
  for (
    let at = lower.indexOf(term.text);
    at >= 0 && finds < MAX_FINDS;
    at = lower.indexOf(term.text, at + term.text.length)
  ) {
    if (!isWholeWord(lower, at, term.text.length)) continue;
    finds++;
    if (!last || at >= last.end) last = candidateAt(text, source, at, candidates);
    last.counts.set(term, (last.counts.get(term) ?? 0) + 1);
  }
}

function candidateAt(text: string, source: number, at: number, candidates: Map<string, Candidate>): Candidate {
  const { start, end } = paragraphAt(text, at);
  const key = `${source}:${start}`;
  const known = candidates.get(key);
  if (known) return known;
  const candidate = { source, start, end, counts: new Map<Term, number>() };
  candidates.set(key, candidate);
  return candidate;
}

// A plural or a possessive still is the word.
function isWholeWord(lower: string, at: number, length: number): boolean {
  if (at > 0 && isWordUnit(lower.charCodeAt(at - 1))) return false;
  const after = lower.charCodeAt(at + length);
  return !isWordUnit(after) || (after === 0x73 && !isWordUnit(lower.charCodeAt(at + length + 1)));
}

function isWordUnit(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || unit === 0x5f || unit > 0x7f;
}

// A paragraph, or where the text has no blank lines nearby, the lines of a fixed stretch of it.
function paragraphAt(text: string, at: number): { start: number; end: number } {
  const from = Math.max(0, at - MAX_PASSAGE_CHARS);
  const blank = text.slice(from, at).lastIndexOf('\n\n');
  // Only so far as a passage may reach: a whole text may have no blank line at all.
  const next = text.slice(at, at + MAX_PASSAGE_CHARS).indexOf('\n\n');
  const end = next < 0 ? text.length : at + next;
  if (blank >= 0 || (from === 0 && end <= MAX_PASSAGE_CHARS)) {
    const start = blank < 0 ? 0 : from + blank + 2;
    return { start, end: Math.min(end, start + MAX_PASSAGE_CHARS) };
  }
  const stretch = Math.floor(at / STRETCH_CHARS) * STRETCH_CHARS;
  return { start: lineStart(text, stretch), end: lineStart(text, Math.min(text.length, stretch + STRETCH_CHARS)) };
}

function lineStart(text: string, at: number): number {
  const newline = at === 0 ? -1 : text.lastIndexOf('\n', at - 1);
  return at - newline <= STRETCH_CHARS ? newline + 1 : at;
}

const BM25_K = 1.2;
const BM25_B = 0.75;
const DEFINES = 2;
const EXPLAINS = 1.5;

interface Scored {
  readonly candidate: Candidate;
  readonly score: number;
}

function best(a: Scored, b: Scored): number {
  return b.score - a.score || a.candidate.source - b.candidate.source || a.candidate.start - b.candidate.start;
}

function countScore({ start, end, counts }: Candidate, idf: ReadonlyMap<Term, number>): number {
  const length = 1 - BM25_B + (BM25_B * (end - start)) / TYPICAL_PASSAGE_CHARS;
  let score = 0;
  for (const [term, count] of counts) {
    score += (term.weight * (idf.get(term) ?? 0) * count * (BM25_K + 1)) / (count + BM25_K * length);
  }
  return score;
}

function contentBonus({ source, start, end, counts }: Candidate, texts: readonly string[]): number {
  const passage = (texts[source] ?? '').slice(start, end);
  const defined = [...counts.keys()].some(({ text }) => defines(passage, text));
  return (defined ? DEFINES : 1) * (explains(passage) ? EXPLAINS : 1);
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

function countLines(text: string, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
