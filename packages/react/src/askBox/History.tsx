'use client';
import type { PastTurn } from '@forewarm/core';
import { memo, type ReactNode } from 'react';
import type { PartState } from '../part.js';
import { drawAnswer } from './GrowingText.js';
import type { AskBoxOptions } from './options.js';
import { type AskBoxPart, part } from './part.js';

interface TurnProps extends Pick<AskBoxOptions, 'renderAnswer' | 'renderTurn'> {
  turn: PastTurn;
  index: number;
}

/** Memoised: earlier turns cost nothing while an answer streams. */
const Turn = memo(function EarlierTurn({ turn, index, renderAnswer, renderTurn }: TurnProps): ReactNode {
  return renderTurn?.(turn, index) ?? drawTurn(turn, renderAnswer);
});

export function drawTurn(turn: PastTurn, renderAnswer: AskBoxOptions['renderAnswer']): ReactNode {
  return (
    <>
      <p data-forewarm="question" dir="auto">
        {turn.question}
      </p>
      <div data-forewarm="answer" dir="auto">
        {drawAnswer(turn.answer, renderAnswer)}
      </div>
    </>
  );
}

/** Shows the turns before the latest question. */
export const History: AskBoxPart<'ol', PartState> = part('ol', 'turns', ({ ask, labels, options }) => {
  if (ask.turns.length === 0) return null;
  const { renderAnswer, renderTurn } = options;
  const children = ask.turns.map((turn, index) => (
    <li key={index} data-forewarm="turn">
      <Turn turn={turn} index={index} renderAnswer={renderAnswer} renderTurn={renderTurn} />
    </li>
  ));
  return { state: {}, own: { 'aria-label': labels.turns, children } };
});

/** Says that the conversation's storage is full or refuses. */
export const Unsaved: AskBoxPart<'p', PartState> = part('p', 'unsaved', ({ ask, labels }) =>
  ask.unsaved ? { state: {}, own: { children: labels.unsaved } } : null,
);
