import type { AnswerInput } from '../answer/compose.js';

/** Splits texts in order into what is asked, the user's last, and what came before it. */
export function splitQuestion(texts: readonly { readonly role: string; readonly text: string }[]): AnswerInput {
  const asked = texts.findLastIndex(({ role, text }) => role === 'user' && text !== '');
  return {
    context: texts.flatMap(({ text }, at) => (at === asked || text === '' ? [] : [text])),
    question: (texts[asked]?.text ?? '').slice(-2000),
  };
}
