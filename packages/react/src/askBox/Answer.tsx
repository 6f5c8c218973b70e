'use client';
import type { AskState } from '@forewarm/core';
import type { ReactNode } from 'react';
import type { AskBoxOptions } from './options.js';
import { splitParagraphs } from './paragraphs.js';
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
export const Answer: AskBoxPart<'section', AnswerState> = part('section', 'answer', ({ ask, labels, options }) => {
  const { status, answer, busy } = ask;
  if (status === 'idle') return null;
  const children = drawAnswer(answer, options.renderAnswer);
  return { state: { status }, own: { 'aria-label': labels.answer, 'aria-busy': busy, dir: 'auto', children } };
});

/** Draws an answer by `renderAnswer`, or as plain text in paragraphs. */
export function drawAnswer(answer: string, renderAnswer: AskBoxOptions['renderAnswer']): ReactNode {
  if (answer === '') return null;
  if (renderAnswer) return renderAnswer(answer);
  return splitParagraphs(answer).map((paragraph, index) => (
    <div key={index} data-forewarm="paragraph">
      {paragraph}
    </div>
  ));
}

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
