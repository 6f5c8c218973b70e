'use client';
import { AskObserver, type AskState, IDLE } from '@forewarm/core';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { onNextFrame } from './environment.js';
import { useForewarm } from './ForewarmProvider.js';
import { useLatest } from './useLatest.js';
import { type AnyPrefix, useStablePrefix } from './useStablePrefix.js';

export interface AskOptions {
  /** What questions are asked on. An answer that is coming in stays on the prefix it was asked on. */
  prefix: AnyPrefix;
}

/** The ask side: the latest question, what has become of it, and what can be done about it. */
export interface Ask extends AskState {
  /** Whether an answer is awaited or coming in. */
  readonly busy: boolean;
  /** Asks; resolves with the final state, never rejects. Refused by giving the present state while one is being answered. */
  readonly ask: (question: string) => Promise<AskState>;
  /** Asks the latest question again, on the prefix as it is now. */
  readonly retry: () => Promise<AskState>;
  /** Ends the answer at once; what has arrived stays. */
  readonly stop: () => void;
  /** Stops, and forgets the question and its answer. */
  readonly reset: () => void;
}

/** Asks questions on a prefix, joining a warm that is in flight. Text renders at most once per frame; unmounting stops the answer. */
export function useAsk(options: AskOptions): Ask {
  const cache = useForewarm();
  const latestRef = useLatest(useStablePrefix(options.prefix));
  const observer = useMemo(() => new AskObserver(cache, { schedule: onNextFrame }), [cache]);
  const state = useSyncExternalStore(observer.subscribe, observer.getSnapshot, () => IDLE);
  useEffect(() => () => observer.stop(), [observer]);

  const actions = useMemo(
    () => ({
      ask: (question: string) => observer.ask(latestRef.current, question),
      retry: () => observer.retry(latestRef.current),
      stop: () => observer.stop(),
      reset: () => observer.reset(),
    }),
    [observer, latestRef],
  );
  return useMemo(() => {
    const busy = state.status === 'waiting' || state.status === 'answering';
    return { ...state, ...actions, busy };
  }, [state, actions]);
}
