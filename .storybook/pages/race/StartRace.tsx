import type { ReactNode } from 'react';
import { TimingLanes } from '../../../apps/charts/src/TimingLanes.js';
import { laneOfRun, verdict } from './told.js';
import { useRace } from './useRace.js';
import './race.css';

/** Two drafts, each typed in the median time of real drafts of about its length (apps/bench/data/typing). */
const DRAFTS = [
  { label: 'Ask a short question', thinkS: 15, question: 'How does the tree stay balanced?' },
  {
    label: 'Ask a longer one',
    thinkS: 29,
    question: 'When a full page is split in two, which key moves up, and what if the parent is full as well?',
  },
] as const;
const SPEED = 5;

/** The race at a speed one can feel: a press types the question in both lanes and asks it. */
export function StartRace(): ReactNode {
  const { run, ended, start } = useRace();
  const { question = '', thinkS = 0 } = run?.settings ?? {};
  const typed = run ? Math.ceil((question.length * run.elapsed()) / (thinkS * 1000)) : 0;
  return (
    <div className="race">
      <div className="race-drafts">
        {DRAFTS.map(({ label, ...draft }) => (
          <button
            key={label}
            type="button"
            onClick={() => start({ ...draft, tokens: 150_000, ttlS: 300, speed: SPEED })}
          >
            {label}
          </button>
        ))}
      </div>
      <p className="race-typed" aria-hidden={run === null}>
        {run ? question.slice(0, typed) : 'Press a button: the page types a question and asks it twice.'}
      </p>
      <TimingLanes
        lengthMs={60_000}
        lanes={
          run
            ? [laneOfRun(run, 'standard'), laneOfRun(run, 'speculative')]
            : ['Standard', 'Speculative'].map((label) => ({
                label,
                typingMs: 0,
                waitedMs: 0,
                modelMs: 0,
                streamingMs: 0,
              }))
        }
      />
      {/* There from the start, so that what comes into it is announced. */}
      <p role="status" className="race-verdict">
        {run && ended && verdict(run)}
      </p>
      <p className="race-note">
        {SPEED}× faster than real time, on the simulator: 150,000 tokens, 20.9 s cold, 1.9 s on a hit.
      </p>
    </div>
  );
}
