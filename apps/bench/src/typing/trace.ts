import { MAX_QUESTION_LENGTH } from '@forewarm/core/kit';
import { UsageError } from '../commandLine.js';
import { linesOf } from './lines.js';

export interface TraceEdit {
  /** Milliseconds since the previous edit; 0 for the first. */
  readonly gapMs: number;
  /** Characters after it; below 0 if earlier text was deleted. */
  readonly length: number;
  /** The text's number, with collapsed white space: equal numbers, equal texts. */
  readonly state: number;
  /** A sentence ends before the cursor. */
  readonly ends: boolean;
}

export interface Draft {
  readonly writer: number;
  readonly length: number;
  /** Milliseconds from the last edit to submit. */
  readonly pauseMs: number;
  readonly edits: readonly TraceEdit[];
}

export function typingMs({ edits, pauseMs }: Draft): number {
  return edits.reduce((sum, { gapMs }) => sum + gapMs, pauseMs);
}

/** Reads drafts, one per line. Throws a `UsageError` with a bad line's number. */
export async function* readTrace(path: string): AsyncGenerator<Draft> {
  let number = 0;
  let drafts = 0;
  const wrong = (what: string): UsageError => new UsageError(`${path}, line ${number}: ${what}`);
  try {
    for await (const line of linesOf(path)) {
      number++;
      if (line.trim() === '') continue;
      if (++drafts > MOST_DRAFTS)
        throw wrong(`a run replays at most ${MOST_DRAFTS} drafts; give it a part of the file.`);
      yield draftOf(line, wrong);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path}, after line ${number}: ${(error as Error).message}`, { cause: error });
  }
  if (drafts === 0) throw new UsageError(`${path} is empty; it must have one draft a line.`);
}

/** An hour and more of replay: the results of each are kept. */
const MOST_DRAFTS = 100_000;
/** A year: longer than any page lives. */
const LONGEST_MS = 31_536_000_000;

type Wrong = (what: string) => UsageError;

function draftOf(line: string, wrong: Wrong): Draft {
  const { w, n, pause, e, ...others } = objectOf(line, wrong);
  for (const name of Object.keys(others))
    throw wrong(`it has a field ${quote(name)}; the fields are w, n, pause and e.`);
  if (!Array.isArray(e) || e.length === 0) throw wrong(`e is ${quote(e)}; it must be a list of edits.`);
  const edits: TraceEdit[] = [];
  let states = 0;
  for (const [index, edit] of e.entries()) {
    const at = `e[${index}]`;
    if (!Array.isArray(edit) || edit.length !== 4) {
      throw wrong(`${at} is ${quote(edit)}; it must be [milliseconds, characters, state, ends].`);
    }
    const [gap, length, state, ends] = edit as unknown[];
    if (index === 0 && gap !== 0) throw wrong(`${at}[0] is ${quote(gap)}; the first edit stands at 0.`);
    if (ends !== 0 && ends !== 1) throw wrong(`${at}[3] is ${quote(ends)}; it must be 0 or 1.`);
    const number = wholeOf(`${at}[2]`, state, wrong);
    if (number > states) throw wrong(`${at}[2] is ${number}; a new state has the next number, here ${states}.`);
    states = Math.max(states, number + 1);
    edits.push({
      gapMs: millisecondsOf(`${at}[0]`, gap, wrong),
      length: wholeOf(`${at}[1]`, length, wrong, -MAX_QUESTION_LENGTH, MAX_QUESTION_LENGTH),
      state: number,
      ends: ends === 1,
    });
  }
  const length = wholeOf('n', n, wrong);
  const last = edits.at(-1)!.length;
  if (length !== last || length === 0) throw wrong(`n is ${length} where the last edit leaves ${last} characters.`);
  return { writer: wholeOf('w', w, wrong), length, pauseMs: millisecondsOf('pause', pause, wrong), edits };
}

function objectOf(line: string, wrong: Wrong): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw wrong(`it is not JSON: ${quote(line)}.`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw wrong(`it is ${quote(value)}; it must be an object.`);
}

function wholeOf(name: string, value: unknown, wrong: Wrong, least = 0, most = Infinity): number {
  if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most) return value as number;
  const allowed = most === Infinity ? `, ${least} or more` : ` from ${least} to ${most}`;
  throw wrong(`${name} is ${quote(value)}; it must be a whole number${allowed}.`);
}

function millisecondsOf(name: string, value: unknown, wrong: Wrong): number {
  if (typeof value === 'number' && value >= 0 && value <= LONGEST_MS) return value;
  throw wrong(`${name} is ${quote(value)}; it must be milliseconds, 0 to ${LONGEST_MS}.`);
}

function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
