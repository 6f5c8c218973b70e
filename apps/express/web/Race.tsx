import type { AskState } from '@forewarm/core';
import { AskBox, useAsk } from '@forewarm/react';
import { renderMarkdown } from '@forewarm/react/markdown';
import { type ReactNode, useEffect, useState } from 'react';
import { TtftHistory, type TtftRun } from '../../charts/src/TtftHistory.js';
import type { ContextInfo } from './info.js';
import { LaneAnswer } from './LaneAnswer.js';
import { LanesPicture } from './LanesPicture.js';

const SERIES = [
  { key: 'standard', label: 'Standard' },
  { key: 'speculative', label: 'Speculative' },
] as const;

/**
 * Two lanes for one question: the box warms the speculative lane's prefix while one types; the
 * standard lane is asked the same, unwarmed.
 */
export function Race({ context }: { context: ContextInfo }): ReactNode {
  const [salt, setSalt] = useState(newSalt);
  const speculative = { id: context.id, params: { run: `speculative-${salt}` } };
  const standard = useAsk({ prefix: { id: context.id, params: { run: `standard-${salt}` } } });
  const [warmed, setWarmed] = useState<AskState | null>(null);
  const [runs, setRuns] = useState<readonly TtftRun[]>([]);
  const onAsk = (question: string): void => {
    const id = crypto.getRandomValues(new Uint32Array(1))[0]!;
    setRuns((before) => [...before, { id, label: question, ttftMs: {} }]);
    void standard.ask(question);
  };
  useTtft(setRuns, 'standard', standard);
  useTtft(setRuns, 'speculative', warmed);

  const busy = standard.busy || warmed?.status === 'waiting' || warmed?.status === 'answering';
  const asked = runs.filter(({ ttftMs }) => Object.keys(ttftMs).length > 0);
  return (
    <>
      <AskBox.Root key={salt} prefix={speculative} onAsk={onAsk} onState={setWarmed} renderAnswer={renderMarkdown}>
        <div data-forewarm="composer">
          <AskBox.Input placeholder={context.starters[0]} />
          <div data-forewarm="bar">
            <AskBox.Status />
            <AskBox.Submit />
            <AskBox.Stop onClick={standard.stop} />
          </div>
        </div>
        <AskBox.Question />
        <div className="lanes">
          <section aria-labelledby="standard" className="lane">
            <h2 id="standard">Standard</h2>
            <p>Asked on a context the model has not read.</p>
            <LaneAnswer state={standard} onRetry={() => void standard.retry()} />
          </section>
          <section aria-labelledby="speculative" className="lane">
            <h2 id="speculative">Speculative</h2>
            <p>Asked on a context that was warmed while you typed.</p>
            <AskBox.Timing />
            <AskBox.Answer tabIndex={0} />
            <AskBox.Problem />
            <AskBox.Retry />
          </section>
        </div>
      </AskBox.Root>
      {warmed?.timing && <LanesPicture standard={standard} speculative={warmed} />}
      {asked.length > 0 && <TtftHistory runs={asked} series={SERIES} />}
      <p className="again">
        <button type="button" disabled={busy} onClick={() => setSalt(newSalt())}>
          Start again on a cold context
        </button>
        A second question finds the context read, in both lanes, for five minutes.
      </p>
    </>
  );
}

/** Enters a lane's time to first token into the latest run, once it is known. */
function useTtft(
  setRuns: (change: (before: readonly TtftRun[]) => readonly TtftRun[]) => void,
  key: (typeof SERIES)[number]['key'],
  state: AskState | null,
): void {
  const ttftMs = state?.timing?.ttftMs ?? null;
  useEffect(() => {
    if (ttftMs === null) return;
    setRuns((before) => {
      const last = before.at(-1);
      return last ? [...before.slice(0, -1), { ...last, ttftMs: { ...last.ttftMs, [key]: ttftMs } }] : before;
    });
  }, [setRuns, key, ttftMs]);
}

/**
 * A word no run before has had: it stands before the context, so that nothing is found in the
 * cache.
 */
function newSalt(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(2)), (word) => word.toString(36)).join('');
}
