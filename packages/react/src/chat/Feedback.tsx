'use client';
import type { ReactNode } from 'react';
import { type AskBoxPart, part } from '../askBox/part.js';
import { type Rating, useTurn } from './context.js';

type FeedbackState = {
  /** The person's rating; `none` without one. */
  readonly rating: Rating | 'none';
};

const RATINGS = ['good', 'bad'] as const;

/**
 * Thumbs for `onFeedback`; a second press takes one back. Empty while the answer runs or is blank.
 */
export const Feedback: AskBoxPart<'div', FeedbackState> = part(
  'div',
  'feedback',
  ({ turn, labels, ratingOf, rate, rated }: ReturnType<typeof useTurn>) => {
    if (!rated || turn.busy || turn.answer.trim() === '') return null;
    const given = ratingOf(turn);
    const children = RATINGS.map((rating) => (
      <button
        key={rating}
        type="button"
        data-forewarm="rating"
        aria-label={labels[rating]}
        aria-pressed={given === rating}
        onClick={() => rate(turn, rating)}
      >
        <Thumb down={rating === 'bad'} />
      </button>
    ));
    const own = { role: 'group', 'aria-label': labels.feedback, children };
    return { state: { rating: given ?? 'none' }, own };
  },
  useTurn,
);

function Thumb({ down }: { down: boolean }): ReactNode {
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" transform={down ? 'rotate(180)' : undefined}>
      <path d="M3 11h4v9H3zM7 12l4-8c1.7 0 2.6 1.2 2.3 2.8L12.8 10H19a2 2 0 0 1 2 2.4l-1.4 6A2 2 0 0 1 17.7 20H7" />
    </svg>
  );
}
