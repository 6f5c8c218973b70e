'use client';
import { type AskState, Conversation, type HistoryStorage, type QuestionOptions } from '@forewarm/core';
import { type ConversationState, NO_CONVERSATION, prefixKey } from '@forewarm/core/kit';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { onNextFrame } from './environment.js';
import { useForewarmClient } from './useForewarmClient.js';
import { useLatest } from './useLatest.js';
import { type AnyPrefix, useStablePrefix } from './useStablePrefix.js';

export interface AskOptions {
  /**
   * What questions are asked on. An answer that is coming in stays on the prefix it was asked on.
   */
  prefix: AnyPrefix;
  /**
   * Whether questions follow on one another: each answered turn is then part of the next prefix.
   * Default false.
   */
  thread?: boolean | undefined;
  /** Keeps a thread across reloads, such as `webStorage()`. Read once. */
  storage?: HistoryStorage | undefined;
  /** What a thread is kept under. Another key is another conversation. Default the prefix's key. */
  storageKey?: string | undefined;
}

/** The ask side: the latest question, what has become of it, and what can be done about it. */
export interface Ask extends ConversationState {
  /** Whether an answer is awaited or coming in. */
  readonly busy: boolean;
  /**
   * What the next question will be asked on: the prefix, grown by the thread. Give it to
   * `useSpeculativeCache`.
   */
  readonly next: AnyPrefix;
  /**
   * Asks; resolves with the final state, never rejects. Refused by giving the present state while
   * one is being answered.
   */
  readonly ask: (question: string, options?: QuestionOptions) => Promise<AskState>;
  /**
   * Asks the latest question again, on the prefix as it is now; what comes takes the place of its
   * answer.
   */
  readonly retry: () => Promise<AskState>;
  /** Puts another answer of the latest question in its place, such as one from before a retry. */
  readonly show: (state: AskState) => void;
  /** Ends the answer at once; what has arrived stays. */
  readonly stop: () => void;
  /** Stops, and forgets the question, its answer and the thread. */
  readonly reset: () => void;
}

/**
 * Asks questions on a prefix, joining a warm that is in flight. Text renders at most once per
 * frame; unmounting stops the answer.
 */
export function useAsk({ prefix: given, thread = false, storage, storageKey }: AskOptions): Ask {
  const client = useForewarmClient();
  const prefix = useStablePrefix(given);
  const key = thread ? (storageKey ?? prefixKey(prefix)) : '';
  const [kept] = useState(storage);
  const conversation = useMemo(
    () => new Conversation(client, { thread, storage: thread ? kept : undefined, key, schedule: onNextFrame }),
    [client, thread, kept, key],
  );
  const state = useSyncExternalStore(conversation.subscribe, conversation.getSnapshot, () => NO_CONVERSATION);
  useEffect(() => () => conversation.stop(), [conversation]);

  const prefixRef = useLatest(prefix);
  const actions = useMemo(() => {
    return {
      retry: () => conversation.retry(prefixRef.current),
      ask: (question: string, options?: QuestionOptions) => conversation.ask(prefixRef.current, question, options),
      show: (answered: AskState) => conversation.show(answered),
      stop: () => conversation.stop(),
      reset: () => conversation.reset(),
    };
  }, [conversation, prefixRef]);
  return useMemo(() => {
    const busy = state.status === 'waiting' || state.status === 'answering';
    return { ...state, ...actions, busy, next: conversation.next(prefix, state) };
  }, [state, actions, conversation, prefix]);
}
