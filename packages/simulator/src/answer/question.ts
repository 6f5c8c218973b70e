import type { AnswerInput } from './compose.js';

/** One text of a prompt. */
export interface PromptText {
  readonly text: string;
  /** Whether the user wrote it, so that it may be the question. */
  readonly isAsked: boolean;
}

/** A longer text holds its context too; the question is then its last paragraph. */
const LONG_QUESTION = 2000;

/** Splits the texts of a prompt into what is asked, the user's last, and the context of it. */
export function splitQuestion(all: readonly PromptText[]): AnswerInput {
  const texts = all.filter(({ text }) => text !== '');
  const at = texts.findLastIndex(({ isAsked }) => isAsked);
  const asked = texts[at]?.text ?? '';
  const start = asked.length > LONG_QUESTION ? asked.lastIndexOf('\n\n', asked.length - 3) + 1 : 0;
  const context = texts.map(({ text }, n) => (n === at ? text.slice(0, start) : text));
  return {
    context: context.filter((text) => text !== ''),
    question: asked.slice(start).slice(-LONG_QUESTION).trim(),
  };
}
