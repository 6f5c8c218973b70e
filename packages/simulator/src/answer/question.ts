import type { AnswerInput } from './compose.js';

export interface PromptText {
  readonly text: string;
  readonly isAsked: boolean;
}

/** Longer texts hold context too: only the last paragraph is the question. */
const LONG_QUESTION = 2000;

/** The user's last text is the question. */
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
