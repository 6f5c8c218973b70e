'use client';
import type { AskState } from '@forewarm/core';
import type { PartState } from '../part.js';
import { GrowingText } from './GrowingText.js';
import { type AskBoxPart, part } from './part.js';

type AnswerState = {
  /** The answer's status. */
  readonly status: AskState['status'];
};

/** Shows the latest question. */
export const Question: AskBoxPart<'p', AnswerState> = part('p', 'question', ({ ask: { question, status } }) =>
  question === '' ? null : { state: { status }, own: { dir: 'auto', children: question } },
);

/**
 * Shows the answer as it arrives, as plain text or by `renderAnswer`. Stays after a stop or error.
 */
export const Answer: AskBoxPart<'section', AnswerState> = part('section', 'answer', ({ ask, labels }) => {
  const { status, busy } = ask;
  if (status === 'idle') return null;
  const children = <GrowingText of="answer" />;
  return { state: { status }, own: { 'aria-label': labels.answer, 'aria-busy': busy, dir: 'auto', children } };
});

/** Says that the answer is awaited, until something arrives. */
export const Waiting: AskBoxPart<'p', PartState> = part('p', 'waiting', ({ ask: { status, activity }, labels }) =>
  status === 'waiting' && !activity ? { state: {}, own: { children: labels.awaited } } : null,
);

type ProblemState = {
  /** `refused` before it was sent, `failed` afterwards. */
  readonly kind: 'refused' | 'failed';
};

/** Says why a question was refused or failed, and what to do. */
export const Problem: AskBoxPart<'p', ProblemState> = part('p', 'problem', ({ ask, labels, problem, problemId }) => {
  const failed = ask.status === 'failed' && ask.error ? labels.error(ask.error) : null;
  const children = problem ?? failed;
  if (children === null) return null;
  const kind = problem === null ? 'failed' : 'refused';
  return { state: { kind }, own: { id: problemId, role: 'alert', children } };
});
