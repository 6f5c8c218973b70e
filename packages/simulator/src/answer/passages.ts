import { matchesOf } from './matches.js';
import { termsOf, type Term } from './terms.js';

export interface Passage {
  readonly text: string;
  readonly source: number;
  /** From 1. */
  readonly line: number;
}

interface Candidate {
  readonly text: string;
  readonly source: number;
  readonly start: number;
  readonly counts: ReadonlyMap<Term, number>;
}

const MAX_PASSAGE_CHARS = 1500;
const STRETCH_CHARS = 600;
const TYPICAL_PASSAGE_CHARS = 400;
/** Counts alone rank the rest. */
const SHORT_LIST = 60;

const BM25_K = 1.2;
const BM25_B = 0.75;
/** Containing a name weighs 1. */
const DEFINES = 3;
const EXPLAINS = 1.5;
/** A licence names the product but answers nothing. */
const IS_LICENCE = 0.02;

/**
 * Best first: BM25 and the share of the question's words, and more for a definition or explanation.
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
  return rank(shortList, (candidate) => countScore(candidate, idf) * bonus(candidate, terms))
    .slice(0, limit)
    .map(({ text, source, start }) => {
      const line = (texts[source] ?? '').slice(0, start).split('\n').length;
      return { text, source, line };
    });
}

function candidatesIn(text: string, source: number, terms: readonly Term[]): Candidate[] {
  const lower = inLowerCase(text);
  const finds = terms.map((term) => ({ term, matches: matchesOf(text, lower, term), next: 0 }));
  const found: Candidate[] = [];
  for (let start = 0, end: number; start < text.length; start = end) {
    end = endOfPassage(text, start);
    const counts = new Map<Term, number>();
    for (const find of finds) {
      let count = 0;
      for (let match = find.matches[find.next]; match && match.at < end; match = find.matches[++find.next]) {
        count += match.worth;
      }
      if (count > 0) counts.set(find.term, count);
    }
    if (counts.size > 0) found.push({ text: text.slice(start, end), source, start, counts });
  }
  return found;
}

// Lower case lengthens some letters, but indices must stay.
function inLowerCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replace(/[A-Z]+/g, (run) => run.toLowerCase());
}

// At the next blank line or declaration's end, else at a line's or word's.
function endOfPassage(text: string, start: number): number {
  const reach = text.slice(start, start + MAX_PASSAGE_CHARS);
  const end = /\n{2,}|\n[}\])]{1,3};?\n+/.exec(reach);
  if (end) return start + end.index + end[0].length;
  if (start + MAX_PASSAGE_CHARS >= text.length) return text.length;
  const cut = reach.lastIndexOf('\n', STRETCH_CHARS) + 1 || reach.lastIndexOf(' ', STRETCH_CHARS) + 1;
  return start + (cut || STRETCH_CHARS);
}

function rank(candidates: readonly Candidate[], score: (candidate: Candidate) => number): Candidate[] {
  return candidates
    .map((candidate) => ({ candidate, score: score(candidate) }))
    .toSorted((a, b) => b.score - a.score)
    .map(({ candidate }) => candidate);
}

function countScore({ text, counts }: Candidate, idf: ReadonlyMap<Term, number>): number {
  const length = 1 - BM25_B + (BM25_B * text.length) / TYPICAL_PASSAGE_CHARS;
  const score = [...counts]
    .map(([term, count]) => (term.weight * (idf.get(term) ?? 0) * count * (BM25_K + 1)) / (count + BM25_K * length))
    .reduce((sum, one) => sum + one, 0);
  const held = [...counts.keys()].reduce((sum, { weight }) => sum + weight, 0);
  const asked = [...idf.keys()].reduce((sum, { weight }) => sum + weight, 0);
  return (score * held) / asked;
}

function bonus({ text, counts }: Candidate, terms: readonly Term[]): number {
  const names = definitionsIn(text).map((name) => [name, name.toLowerCase()] as const);
  const defines = [...counts.keys()].map((term) => {
    const worths = names.flatMap(([name, lower]) => matchesOf(name, lower, term).map(({ worth }) => worth));
    return term.weight > 1 && worths.includes(1) ? DEFINES : Math.min(1, worths.length);
  });
  const isAskedFor = terms.some((term) => /^(licen[cs]e|copyright)s?$/.test(term.text));
  const licence = !isAskedFor && /@licen[cs]e|copyright \(c\)|\bMIT\b/i.test(text) ? IS_LICENCE : 1;
  return (1 + defines.reduce((sum, one) => sum + one, 0)) * (explains(text) ? EXPLAINS : 1) * licence;
}

// Names it declares, or that start a line and open a function, as in C.
function definitionsIn(passage: string): string[] {
  const declared =
    /\b(?:struct|class|interface|typedef|enum|type|function|def|fn|define|const|let|var)\b[^\n;(={]{0,200}|^[A-Za-z_][\w *]{0,200}\((?=[^;\n]*$)/gm;
  return Array.from(passage.matchAll(declared), ([name]) => name);
}

// It has comment marks, or a long run of words.
function explains(passage: string): boolean {
  return /^[ \t]*(\/\*|\*\*?\s|\/\/|#\s)/m.test(passage) || /(\b[a-z']{1,20}[ ,]{1,3}){6}/i.test(passage);
}
