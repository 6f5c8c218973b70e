'use client';
import { forwardRef } from 'react';
import { Part, type PartProps, type PartState, useJoinedRef } from '../part.js';
import { drawAnswer } from './Answer.js';
import { useAskBox } from './context.js';

export type AskBoxHistoryProps = PartProps<'ol', PartState>;
export type AskBoxUnsavedProps = PartProps<'p', PartState>;

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
  return <Part tag="ol" part="turns" state={{}} given={given} own={own} attach={attach} />;
});

/** Says that the conversation goes with the page, since its storage is full or refuses; nothing while it is kept, or was never to be. */
export const Unsaved = forwardRef<HTMLParagraphElement, AskBoxUnsavedProps>(function AskBoxUnsaved(given, ref) {
  const attach = useJoinedRef(ref);
  const { ask, labels } = useAskBox();
  if (!ask.unsaved) return null;
  return <Part tag="p" part="unsaved" state={{}} given={given} own={{ children: labels.unsaved }} attach={attach} />;
});
