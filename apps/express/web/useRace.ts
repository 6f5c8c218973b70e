import { type SpeculativeCacheResult, useForewarmClient, useSpeculativeCache } from '@forewarm/react';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { ContextInfo } from './info.js';
import type { LaneName, RaceState } from './race/race.js';
import { RaceRunner } from './race/RaceRunner.js';

/** Whether a question goes out at once, or when the context is warm. */
export type SendMode = 'when-warm' | 'now';

export interface Race {
  readonly state: RaceState;
  /** How warm the context is, and what makes an input warm it. */
  readonly warm: SpeculativeCacheResult;
  readonly send: (question: string, mode: SendMode) => void;
  readonly stop: () => void;
  readonly retry: () => void;
  /** Asks the latest question again on a context that nobody has asked on. */
  readonly again: (mode: SendMode) => void;
}

/**
 * Binds the state machine of both lanes to the page: what is asked, and how warm its context is.
 */
export function useRace({ id }: Pick<ContextInfo, 'id'>): Race {
  const client = useForewarmClient();
  const prefixOf = useCallback(
    (context: string, lane: LaneName) => ({ id, params: { run: `${lane}-${context}` } }),
    [id],
  );
  const [runner] = useState(() => new RaceRunner(client, prefixOf, coldWord()));
  const state = useSyncExternalStore(runner.subscribe, runner.getSnapshot, runner.getSnapshot);
  const { dispatch } = runner;
  const warm = useSpeculativeCache({ prefix: prefixOf(state.context, 'speculative') });
  const { status } = warm;
  const isHeld = state.held !== null;
  useEffect(() => {
    if (isHeld) dispatch({ type: 'warmth', status });
  }, [dispatch, isHeld, status]);
  useEffect(() => () => dispatch({ type: 'stop' }), [dispatch]);

  const send = (question: string, mode: SendMode): void => {
    // As reaching for the input does; where it is warm or being warmed, this changes nothing.
    client.intend(prefixOf(runner.getSnapshot().context, 'speculative'), 'focus');
    dispatch({ type: mode === 'now' ? 'ask' : 'hold', question });
  };
  return {
    state,
    warm,
    send,
    stop: () => dispatch({ type: 'stop' }),
    retry: () => dispatch({ type: 'retry' }),
    again(mode) {
      const question = state.runs.at(-1)?.question;
      dispatch({ type: 'reset', context: coldWord() });
      if (question !== undefined) send(question, mode);
    },
  };
}

/**
 * A word no run before has had: it stands before the context, so that nothing is found in the
 * cache.
 */
function coldWord(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(2)), (word) => word.toString(36)).join('');
}
