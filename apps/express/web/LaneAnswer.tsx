import type { AskState } from '@forewarm/core';
import { describeTiming, ENGLISH, formatSeconds, useLiveCounter } from '@forewarm/react';
import { Markdown } from '@forewarm/react/markdown';
import type { ReactNode } from 'react';

/** A lane that has no box of its own: its counter, its answer and what went wrong. */
export function LaneAnswer({ state, onRetry }: { state: AskState; onRetry: () => void }): ReactNode {
  const { status, answer, error, timing } = state;
  const counting = status === 'waiting' || (status === 'answering' && timing?.ttftMs === null);
  const elapsed = useLiveCounter(timing?.submittedAt ?? null, counting);
  return (
    <>
      <p data-forewarm="timing">
        {counting ? ENGLISH.counting(formatSeconds(ENGLISH, elapsed, 1), false) : describeTiming(ENGLISH, state)}
      </p>
      {answer !== '' && (
        <div data-forewarm="answer" tabIndex={0} role="group" aria-label="Answer of the standard lane">
          <Markdown text={answer} />
        </div>
      )}
      {error && <p data-forewarm="problem">{error.message}</p>}
      {(status === 'failed' || status === 'stopped') && (
        <button type="button" onClick={onRetry}>
          Ask again
        </button>
      )}
    </>
  );
}
