import type { AnswerInput } from './compose.js';

export interface PromptText {
  readonly text: string;
  /** True if the user wrote it, so it may be the question. */
  readonly isAsked: boolean;
}

/** In a longer text the question is the last paragraph, and the rest is context. */
const LONG_QUESTION = 2000;

/** Splits a prompt into the question (the user's last text) and its context. */
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
