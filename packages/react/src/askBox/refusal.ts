import { MAX_QUESTION_LENGTH, questionFault } from '@forewarm/core/kit';
import type { Adapter } from '@forewarm/core';
import { formatNumber } from '../format.js';
import type { Labels } from '../labels.js';

/** Why a question is refused; else null. The server's limit counts. */
export function refusal(
  question: string,
  labels: Labels,
  { abilities }: Pick<Adapter<never>, 'abilities'>,
): string | null {
  const most = abilities?.maxQuestionLength?.() ?? MAX_QUESTION_LENGTH;
  const fault = questionFault(question, most);
  if (fault !== 'tooLong') return fault && labels.blank;
  return labels.tooLong(formatNumber(labels, question.length), formatNumber(labels, most));
}
