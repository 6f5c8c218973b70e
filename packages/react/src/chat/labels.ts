import { ENGLISH, type Labels } from '../labels.js';

const words = {
  thread: 'Conversation',
  latest: 'Jump to latest',
  attached: 'Attached',
  edit: 'Edit',
  editQuestion: 'Edit your question',
  cancel: 'Cancel',
  versions: 'Versions of this answer',
  previous: 'Previous version',
  next: 'Next version',
  /** Which of how many. */
  version: (number: string, count: string): string => `${number} of ${count}`,
  feedback: 'Rate this answer',
  good: 'Good answer',
  bad: 'Bad answer',
};

/** The words that a chat has beside those of an ask box. */
export type ChatLabels = Labels & Readonly<typeof words>;

/** All of a chat's words, unless you give others. */
export const CHAT_ENGLISH: ChatLabels = Object.freeze({ ...ENGLISH, ...words });
