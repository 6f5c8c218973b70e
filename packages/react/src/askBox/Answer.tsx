'use client';
import { forwardRef, type ReactNode } from 'react';
import { Part, type PartProps, useJoinedRef } from '../part.js';
import { useAskBox } from './context.js';
import type { SharedOptions } from './options.js';
import { splitParagraphs } from './paragraphs.js';

export type AskBoxAnswerState = {
  /** The answer's: `idle`, `waiting`, `answering`, `done`, `stopped` or `failed`. */
  readonly status: string;
};
export type AskBoxAnswerProps = PartProps<'section', AskBoxAnswerState>;

/** The question that was asked; nothing before the first. */
export const Question = forwardRef<HTMLParagraphElement, PartProps<'p', AskBoxAnswerState>>(
  function AskBoxQuestion(given, ref) {
    const attach = useJoinedRef(ref);
    const { ask } = useAskBox();
    if (ask.question === '') return null;
    const own = { dir: 'auto', children: ask.question };
    return <Part tag="p" part="question" state={{ status: ask.status }} given={given} own={own} attach={attach} />;
  },
);

/** The answer as it comes in, as plain text unless the box has a `renderAnswer`. What had arrived stays after a stop or an error. */
export const Answer = forwardRef<HTMLElement, AskBoxAnswerProps>(function AskBoxAnswer(given, ref) {
  const attach = useJoinedRef(ref);
  const { ask, labels, options } = useAskBox();
  const { status, answer, busy } = ask;
  if (status === 'idle') return null;
  const children = drawAnswer(answer, options.renderAnswer);
  const own = { 'aria-label': labels.answer, 'aria-busy': busy, dir: 'auto', children };
  return <Part tag="section" part="answer" state={{ status }} given={given} own={own} attach={attach} />;
});

/** An answer as the box draws it: by `renderAnswer`, or as plain text in paragraphs. */
export function drawAnswer(answer: string, renderAnswer: SharedOptions['renderAnswer']): ReactNode {
  if (answer === '') return null;
  if (renderAnswer) return renderAnswer(answer);
  return splitParagraphs(answer).map((paragraph, index) => (
    <div key={index} data-forewarm="paragraph">
      {paragraph}
    </div>
  ));
}

export type AskBoxProblemState = {
  /** `refused` before it was sent, `failed` after. */
  readonly kind: string;
};

/** Why the question was refused or its answer failed, with what to do; nothing while all is well. */
export const Problem = forwardRef<HTMLParagraphElement, PartProps<'p', AskBoxProblemState>>(
  function AskBoxProblem(given, ref) {
    const attach = useJoinedRef(ref);
    const { ask, labels, problem, problemId } = useAskBox();
    const failed = ask.status === 'failed' && ask.error ? labels.error(ask.error) : null;
    const text = problem ?? failed;
    if (text === null) return null;
    const kind = problem === null ? 'failed' : 'refused';
    const own = { id: problemId, role: 'alert', children: text };
    return <Part tag="p" part="problem" state={{ kind }} given={given} own={own} attach={attach} />;
  },
);
