import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Answers } from './Answers.js';
import { Composer } from './Composer.js';
import { Counters } from './Counters.js';
import { Details } from './Details.js';
import type { ContextInfo, ContextSize, Info } from './info.js';
import { axisFor, COOKBOOK, expectedReadMs } from './race/expected.js';
import { runningRun } from './race/race.js';
import { useLearnedWarm } from './useLearnedWarm.js';
import { type SendMode, useRace } from './useRace.js';
import { useSilence } from './useSilence.js';

interface RaceProps {
  readonly context: ContextInfo;
  readonly size: ContextSize | null;
  readonly upstream: Info['upstream'];
}

/**
 * Two lanes for one question: the box warms the context of one of them while one types; the other
 * is asked the same, unwarmed.
 */
export function Race({ context, size, upstream }: RaceProps): ReactNode {
  const race = useRace(context);
  const { state } = race;
  const [mode, setMode] = useState<SendMode>('when-warm');
  const learned = useLearnedWarm();
  // The API takes about as long as the cookbook measured; of an engine nobody knows.
  const timeScale = upstream?.kind === 'api' ? 1 : (upstream?.timeScale ?? null);
  const expectedMs = learned ?? expectedReadMs(size?.estimatedTokens ?? null, timeScale);
  const run = state.runs.at(-1) ?? null;
  const counters = useScrolledTo(run?.id ?? 0);
  const running = runningRun(state);
  const isSilent = useSilence(running !== null || race.warm.status === 'warming');
  return (
    <>
      <Composer race={race} starters={context.starters} mode={mode} onMode={setMode} expectedMs={expectedMs} />
      <div ref={counters} className="counters-place">
        <Counters
          run={run}
          isSilent={isSilent}
          isFirst={state.runs.filter((one) => one.context === run?.context).length <= 1}
          axisMs={axisFor(run ? (expectedMs ?? COOKBOOK.coldMs) : COOKBOOK.coldMs)}
          onAgain={() => race.again(mode)}
          onRetry={race.retry}
        />
      </div>
      {run && <Answers run={run} />}
      {run && (
        <Details runs={state.runs} isRunning={running !== null} axisMs={axisFor(expectedMs ?? COOKBOOK.coldMs)} />
      )}
    </>
  );
}

/** Scrolls an element into view whenever a run begins; at once where motion is unwanted. */
function useScrolledTo(run: number): React.RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (run === 0) return;
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    // The keyboard of a phone would cover them.
    const focused = document.activeElement;
    if (matchMedia('(pointer: coarse)').matches && focused instanceof HTMLTextAreaElement) focused.blur();
    element.current?.scrollIntoView({ block: 'nearest', behavior: isStill ? 'auto' : 'smooth' });
  }, [run]);
  return element;
}
