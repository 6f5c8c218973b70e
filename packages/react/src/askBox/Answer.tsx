'use client';
import type { AskState } from '@forewarm/core';
import type { PartState } from '../part.js';
import { GrowingText } from './GrowingText.js';
import { type AskBoxPart, part } from './part.js';

type AnswerState = {
  /** The answer's status. */
  readonly status: AskState['status'];
};

/** Shows the question that was asked; empty before the first. */
export const Question: AskBoxPart<'p', AnswerState> = part('p', 'question', ({ ask: { question, status } }) =>
  question === '' ? null : { state: { status }, own: { dir: 'auto', children: question } },
);

/**
 * Shows the answer while it arrives, as plain text unless the box has a `renderAnswer`. It stays
 * after a stop or an error.
 */
export const Answer: AskBoxPart<'section', AnswerState> = part('section', 'answer', ({ ask, labels }) => {
  const { status, busy } = ask;
  if (status === 'idle') return null;
  const children = <GrowingText of="answer" />;
  return { state: { status }, own: { 'aria-label': labels.answer, 'aria-busy': busy, dir: 'auto', children } };
});

/**
 * Says that the answer is awaited; empty once there are words, thoughts or tool calls. It is what a
 * box without statistics shows of the time.
 */
export const Waiting: AskBoxPart<'p', PartState> = part('p', 'waiting', ({ ask: { status, activity }, labels }) =>
  status === 'waiting' && !activity ? { state: {}, own: { children: labels.awaited } } : null,
);

type ProblemState = {
  /** `refused` before it was sent, `failed` afterwards. */
  readonly kind: 'refused' | 'failed';
};

/** Says why the question was refused or its answer failed, and what to do. Otherwise empty. */
export const Problem: AskBoxPart<'p', ProblemState> = part('p', 'problem', ({ ask, labels, problem, problemId }) => {
  const failed = ask.status === 'failed' && ask.error ? labels.error(ask.error) : null;
  const children = problem ?? failed;
  if (children === null) return null;
  const kind = problem === null ? 'failed' : 'refused';
  return { state: { kind }, own: { id: problemId, role: 'alert', children } };
});
