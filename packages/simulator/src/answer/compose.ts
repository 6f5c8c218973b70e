import { findPassages } from './passages.js';

export interface AnswerInput {
  readonly context: readonly string[];
  readonly question: string;
}

const PASSAGES = 3;
/** Answers as long as the cookbook's: 330 to 362 tokens. */
const QUOTED_CHARS = 1200;
/** A shorter start misrepresents its passage. */
const LEAST_CHARS = 200;

/** Says that it is simulated, then quotes what fits the question, in Markdown. */
export function composeAnswer({ context, question }: AnswerInput): string {
  const passages = findPassages(context, question, PASSAGES);
  if (passages.length === 0) {
    return 'This is the simulator, not a model: nothing in the context shares a word with the question, so there is nothing to quote.';
  }
  const quotes: string[] = [];
  let room = QUOTED_CHARS;
  for (const passage of passages) {
    const whole = passage.text.trimEnd();
    if (whole.length > room && room < LEAST_CHARS) continue;
    const text = shorten(whole, room);
    room -= text.length;
    const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
    const source = context.length > 1 ? `text ${passage.source + 1}, line ${passage.line}` : `line ${passage.line}`;
    quotes.push(`From ${source} of the context:\n\n${fence}\n${text}\n${fence}`);
  }
  return `This is the simulator, not a model: it quotes the passages of the context that fit the question best.\n\n${quotes.join('\n\n')}`;
}

// At a line's end if possible, never inside a surrogate pair.
function shorten(text: string, room: number): string {
  if (text.length <= room) return text;
  const newline = text.lastIndexOf('\n', room);
  return text.slice(0, newline > 0 ? newline : Math.max(0, room)).replace(/[\uD800-\uDBFF]$/, '');
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
