'use client';
import { forwardRef } from 'react';
import { Part, type PartProps, useJoinedRef } from '../part.js';
import { drawAnswer } from './Answer.js';
import { useAskBox } from './context.js';

export type AskBoxHistoryState = {
  /** Whether there are no turns. */
  readonly empty: boolean;
};
export type AskBoxHistoryProps = PartProps<'ol', AskBoxHistoryState>;

/** The turns before the latest question; nothing where there are none. */
export const History = forwardRef<HTMLOListElement, AskBoxHistoryProps>(function AskBoxHistory(given, ref) {
  const attach = useJoinedRef(ref);
  const { ask, labels, options } = useAskBox();
  const { renderAnswer } = options;
  if (ask.turns.length === 0) return null;
  const children = ask.turns.map(({ question, answer }, index) => (
    <li key={index} data-forewarm="turn">
      <p data-forewarm="question" dir="auto">
        {question}
      </p>
      <div data-forewarm="answer" dir="auto">
        {drawAnswer(answer, renderAnswer)}
      </div>
    </li>
  ));
  const own = { 'aria-label': labels.turns, children };
  return <Part tag="ol" part="turns" state={{ empty: false }} given={given} own={own} attach={attach} />;
});
