import { ForewarmError } from '../base/errors.js';

/** Characters, unless a server says otherwise. */
export const MAX_QUESTION_LENGTH = 20_000;

export function questionFault(question: string, maxLength?: number | null): 'blank' | 'tooLong' | null {
  if (question.trim() === '') return 'blank';
  return question.length > (maxLength ?? MAX_QUESTION_LENGTH) ? 'tooLong' : null;
}

/** 400 if blank, 413 if long. */
export function questionError(question: string, maxLength?: number | null): ForewarmError | null {
  const fault = questionFault(question, maxLength);
  if (fault === null) return null;
  const [length, most] = [question.length, maxLength ?? MAX_QUESTION_LENGTH].map((count) => count.toLocaleString('en'));
  const message =
    fault === 'blank'
      ? 'The question is blank; type one and send it again.'
      : `The question has ${length} characters; at most ${most} can be asked.`;
  return new ForewarmError('invalid-request', message, { status: fault === 'blank' ? 400 : 413 });
}
