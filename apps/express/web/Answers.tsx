import { formatSeconds, ENGLISH } from '@forewarm/react';
import type { ReactNode } from 'react';
import { AnswerText } from './AnswerText.js';
import { LANES, type LaneName, type Run } from './race/race.js';
import { NAMES, problemOf } from './race/words.js';

/** The question and both answers, that of the warmed lane first. */
export function Answers({ run }: { run: Run }): ReactNode {
  return (
    <section aria-label="Answers" className="answers">
      <p className="question">{run.question}</p>
      <div className="lanes">
        {LANES.map((lane) => (
          <Answer key={lane} lane={lane} run={run} />
        ))}
      </div>
    </section>
  );
}

function Answer({ lane, run }: { lane: LaneName; run: Run }): ReactNode {
  const state = run.lanes[lane];
  const problem = problemOf(state);
  return (
    <section aria-labelledby={lane} className="lane" data-lane={lane} data-status={state.status}>
      <h2 id={lane}>
        <i className="dot" />
        {NAMES[lane]}
      </h2>
      {state.answer === '' && problem === null && <p className="plain muted">{wordOf(state.status)}</p>}
      {state.answer !== '' && (
        <div data-forewarm="answer" tabIndex={0} role="group" aria-label={`Answer ${NAMES[lane]}`}>
          <AnswerText text={state.answer} />
        </div>
      )}
      {problem !== null && <p className="problem">{problem}</p>}
      <p className="figures">{figuresOf(run, lane)}</p>
    </section>
  );
}

function wordOf(status: Run['lanes']['standard']['status']): string {
  if (status === 'stopped') return 'Stopped before the first token.';
  return status === 'done' ? 'The answer is empty.' : 'No token yet …';
}

/** What the backend reported; what it did not is said to be unknown. */
function figuresOf(run: Run, lane: LaneName): string {
  const { timing, usage, outcome, status } = run.lanes[lane];
  if (status !== 'done' || !timing) return '';
  const read = usage?.cacheRead ?? null;
  const parts = [
    ENGLISH.outcome[outcome ?? 'unknown'],
    read === null ? ENGLISH.cacheReadUnknown : ENGLISH.cacheRead(read.toLocaleString('en')),
    `${formatSeconds(ENGLISH, timing.totalMs ?? 0)} in all`,
  ];
  return parts.join(' · ');
}
