'use client';
import { type AskState, Conversation, type HistoryStorage, type QuestionOptions } from '@forewarm/core';
import { type ConversationState, NO_CONVERSATION, prefixKey } from '@forewarm/core/kit';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { onNextFrame } from './environment.js';
import { useForewarmClient } from './useForewarmClient.js';
import { useLatest } from './useLatest.js';
import { type AnyPrefix, useStablePrefix } from './useStablePrefix.js';

export interface AskOptions {
  /** The questions' prefix. A running answer keeps the one it was asked on. */
  prefix: AnyPrefix;
  /**
   * Whether a question continues the conversation: each answered turn becomes part of the next
   * prefix. Default false.
   */
  thread?: boolean | undefined;
  /** Keeps a thread across reloads, such as `webStorage()`. Read once. */
  storage?: HistoryStorage | undefined;
  /** The thread's key; another key is another conversation. Default the prefix's key. */
  storageKey?: string | undefined;
}

/** The latest question, its answer, and actions. */
export interface Ask extends ConversationState {
  /** Whether an answer is running. */
  readonly busy: boolean;
  /** The next question's prefix, with the thread. For `useSpeculativeCache`. */
  readonly next: AnyPrefix;
  /** The same for a question with options, such as an edited one. */
  readonly nextWith: (options: QuestionOptions) => AnyPrefix;
  /**
   * Asks; resolves with the final state, at once with the present one while another answer runs.
   * Never rejects.
   */
  readonly ask: (question: string, options?: QuestionOptions) => Promise<AskState>;
  /** Asks the latest question again on the present prefix, replacing its answer. */
  readonly retry: () => Promise<AskState>;
  /** Shows another answer of the latest question, as from before a retry. */
  readonly show: (state: AskState) => void;
  /** Stops the answer at once; what arrived stays. */
  readonly stop: () => void;
  /** Stops, and forgets question, answer and thread. */
  readonly reset: () => void;
}

/**
 * Asks questions, joining a warm in flight. Renders text at most once per frame. Unmounting stops
 * the answer.
 */
export function useAsk(options: AskOptions): Ask {
  return useConversation(options, 'getSnapshot')[0];
}

/** Renders on changes of the named snapshot. */
export function useConversation(
  { prefix: given, thread = false, storage, storageKey }: AskOptions,
  snapshot: 'getSnapshot' | 'getOutline',
): readonly [Ask, Conversation<AnyPrefix>] {
  const client = useForewarmClient();
  const prefix = useStablePrefix(given);
  const key = thread ? (storageKey ?? prefixKey(prefix)) : '';
  const [kept] = useState(storage);
  const conversation = useMemo(
    () => new Conversation(client, { thread, storage: thread ? kept : undefined, key, schedule: onNextFrame }),
    [client, thread, kept, key],
  );
  const state = useSyncExternalStore(conversation.subscribe, conversation[snapshot], () => NO_CONVERSATION);
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
  const ask = useMemo(() => {
    const busy = state.status === 'waiting' || state.status === 'answering';
    const nextWith = (options?: QuestionOptions): AnyPrefix => conversation.next(prefix, state, options);
    return { ...state, ...actions, busy, nextWith, next: nextWith() };
  }, [state, actions, conversation, prefix]);
  return [ask, conversation];
}
