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
  version: (number: string, count: string): string => `${number} of ${count}`,
  feedback: 'Rate this answer',
  good: 'Good answer',
  bad: 'Bad answer',
};

/** The words of a chat and of its ask box. */
export type ChatLabels = Labels & Readonly<typeof words>;

/** The default words. */
export const CHAT_ENGLISH: ChatLabels = Object.freeze({ ...ENGLISH, ...words });
