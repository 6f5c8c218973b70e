import { MAX_QUESTION_LENGTH, questionFault } from '@forewarm/core/kit';
import { formatNumber } from '../format.js';
import type { Labels } from '../labels.js';

/** Why a question can't be sent, as a sentence; null where it can. */
export function refusal(question: string, labels: Labels): string | null {
  const fault = questionFault(question);
  if (fault !== 'tooLong') return fault && labels.blank;
  return labels.tooLong(formatNumber(labels, question.length), formatNumber(labels, MAX_QUESTION_LENGTH));
}
