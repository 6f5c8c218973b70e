'use client';
import { forwardRef } from 'react';
import { type AskBoxPart, part } from '../askBox/part.js';
import { Part, type PartProps, useJoinedRef } from '../part.js';
import { useFollowed } from './context.js';

type ThreadState = {
  /** Whether the reader has scrolled away from the end. */
  readonly away: boolean;
};

/**
 * Scrolls new questions to the top, and keeps the answer's end in view until the reader scrolls
 * back.
 */
export const Thread = forwardRef<HTMLDivElement, PartProps<'div', ThreadState>>(function ChatThread(
  { children, ...given },
  ref,
) {
  const { follow, labels } = useFollowed();
  const attach = useJoinedRef(ref, follow.ref);
  // Focusable, to scroll by keyboard.
  const own = {
    role: 'region',
    'aria-label': labels.thread,
    tabIndex: 0,
    children: <div data-forewarm="scrolled">{children}</div>,
  };
  return <Part tag="div" part="thread" state={{ away: follow.away }} given={given} own={own} attach={attach} />;
});

/** Goes to the end and follows it; hidden there. Belongs in `Chat.Thread`. */
export const Jump: AskBoxPart<'button', ThreadState> = part(
  'button',
  'jump',
  ({ follow: { away, toEnd }, labels }: ReturnType<typeof useFollowed>) => {
    const own = {
      type: 'button' as const,
      hidden: !away,
      onClick: () => toEnd(true),
      children: labels.latest,
    };
    return { state: { away }, own };
  },
  useFollowed,
);
