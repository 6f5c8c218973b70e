'use client';
import type { PastTurn, TurnPart } from '@forewarm/core';
import { memo, type ReactNode } from 'react';
import { useBox } from '../askBox/context.js';
import { drawTurn } from '../askBox/History.js';
import { type AskBoxPart, part } from '../askBox/part.js';
import type { PartState } from '../part.js';
import { ATTACHMENT_ENGLISH } from './labels.js';
import { Thumbnail } from './Thumbnail.js';

/** Shows what went with an ask box's latest question. */
export const Sent: AskBoxPart<'ul', PartState> = part('ul', 'sent-attachments', ({ ask: { parts = [] } }) =>
  parts.length === 0 ? null : { state: {}, own: { 'aria-label': ATTACHMENT_ENGLISH.sent, children: drawParts(parts) } },
);

export function drawParts(parts: readonly TurnPart[]): ReactNode {
  return parts.map((each, index) => (
    <li key={index} data-forewarm="attachment">
      <Thumbnail part={each} />
      <span data-forewarm="attachment-name" dir="auto">
        {each.name}
      </span>
    </li>
  ));
}

/** For `renderTurn`: an earlier turn with its attachments. */
export function renderAttachedTurn(turn: PastTurn): ReactNode {
  return <AttachedTurn turn={turn} />;
}

const AttachedTurn = memo(function AttachedTurn({ turn }: { turn: PastTurn }): ReactNode {
  const { renderAnswer } = useBox().options;
  return (
    <>
      {turn.parts && (
        <ul data-forewarm="sent-attachments" aria-label={ATTACHMENT_ENGLISH.sent}>
          {drawParts(turn.parts)}
        </ul>
      )}
      {drawTurn(turn, renderAnswer)}
    </>
  );
});
