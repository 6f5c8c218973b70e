'use client';
import type { PastTurn } from '@forewarm/core';
import { forwardRef, memo, type ReactNode, useContext, useMemo } from 'react';
import { drawAnswer } from '../askBox/GrowingText.js';
import { useBox } from '../askBox/context.js';
import { Part, type PartProps, type PartState, useJoinedRef } from '../part.js';
import { ChatContext, TurnContext } from './context.js';
import { Copy } from './Copy.js';
import { Feedback } from './Feedback.js';
import { Question } from './Question.js';

const EarlierTurn = memo(function EarlierTurn({ turn, index }: { turn: PastTurn; index: number }): ReactNode {
  const renderAnswer = useContext(ChatContext)?.renderAnswer;
  const value = useMemo(() => ({ ...turn, index, busy: false }), [turn, index]);
  const answer = useMemo(() => drawAnswer(turn.answer, renderAnswer), [turn.answer, renderAnswer]);
  return (
    <TurnContext.Provider value={value}>
      <Question />
      <div data-forewarm="answer" dir="auto">
        {answer}
      </div>
      <div data-forewarm="actions">
        <Copy />
        <Feedback />
      </div>
    </TurnContext.Provider>
  );
});

/** For `renderTurn`: an earlier turn with a chat's actions. */
export function renderChatTurn(turn: PastTurn, index: number): ReactNode {
  return <EarlierTurn turn={turn} index={index} />;
}

/** Its children belong to the latest question. */
export const Latest = forwardRef<HTMLDivElement, PartProps<'div', PartState>>(function ChatLatest(
  { children, ...given },
  ref,
) {
  const { question, parts, answer, turns, busy } = useBox().ask;
  const index = turns.length;
  const turn = useMemo(() => ({ question, parts, answer, index, busy }), [question, parts, answer, index, busy]);
  const attach = useJoinedRef(ref);
  if (question === '') return null;
  return (
    <TurnContext.Provider value={turn}>
      <Part tag="div" part="latest" state={{}} given={given} own={{ children }} attach={attach} />
    </TurnContext.Provider>
  );
});
