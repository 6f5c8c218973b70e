'use client';
import { type AskState, Conversation, type HistoryStorage, type QuestionOptions } from '@forewarm/core';
import { type ConversationState, NO_CONVERSATION, prefixKey } from '@forewarm/core/kit';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { onNextFrame } from './environment.js';
import { useForewarmClient } from './useForewarmClient.js';
import { useLatest } from './useLatest.js';
import { type AnyPrefix, useStablePrefix } from './useStablePrefix.js';

export interface AskOptions {
  /** The prefix of the questions. A running answer stays on the prefix it was asked on. */
  prefix: AnyPrefix;
  /**
   * Whether a question continues the conversation: each answered turn becomes part of the next
   * prefix. Default false.
   */
  thread?: boolean | undefined;
  /** Keeps a thread across reloads, such as `webStorage()`. Read once. */
  storage?: HistoryStorage | undefined;
  /**
   * The key a thread is kept under. Another key is another conversation. Default the prefix's key.
   */
  storageKey?: string | undefined;
}

/** The ask side: the latest question, what has become of it, and what can be done about it. */
export interface Ask extends ConversationState {
  /** Whether an answer is running. */
  readonly busy: boolean;
  /** The next question's prefix, grown by the thread. Give it to `useSpeculativeCache`. */
  readonly next: AnyPrefix;
  /**
   * Asks, and resolves with the final state; never rejects. While an answer is running it resolves
   * at once with the present state.
   */
  readonly ask: (question: string, options?: QuestionOptions) => Promise<AskState>;
  /** Asks the latest question again on the present prefix, and replaces its answer. */
  readonly retry: () => Promise<AskState>;
  /** Puts another answer of the latest question in its place, such as one from before a retry. */
  readonly show: (state: AskState) => void;
  /** Stops the answer at once; what arrived stays. */
  readonly stop: () => void;
  /** Stops, and forgets question, answer and thread. */
  readonly reset: () => void;
}

/** A conversation, and what can be done with it. */
export interface Talk {
  readonly conversation: Conversation<AnyPrefix>;
  readonly prefix: AnyPrefix;
  readonly actions: Pick<Ask, 'ask' | 'retry' | 'show' | 'stop' | 'reset'>;
}

/**
 * Asks questions on a prefix, and joins a warm in flight. Text renders at most once per frame.
 * Unmounting stops the answer.
 */
export function useAsk(options: AskOptions): Ask {
  const talk = useTalk(options);
  const { subscribe, getSnapshot } = talk.conversation;
  return useAskIn(
    talk,
    useSyncExternalStore(subscribe, getSnapshot, () => NO_CONVERSATION),
  );
}

/** Holds a conversation on a prefix; renders nothing by itself. */
export function useTalk({ prefix: given, thread = false, storage, storageKey }: AskOptions): Talk {
  const client = useForewarmClient();
  const prefix = useStablePrefix(given);
  const key = thread ? (storageKey ?? prefixKey(prefix)) : '';
  const [kept] = useState(storage);
  const conversation = useMemo(
    () => new Conversation(client, { thread, storage: thread ? kept : undefined, key, schedule: onNextFrame }),
    [client, thread, kept, key],
  );
  useEffect(() => () => conversation.stop(), [conversation]);

  const prefixRef = useLatest(prefix);
  return useMemo(() => {
    const actions: Talk['actions'] = {
      retry: () => conversation.retry(prefixRef.current),
      ask: (question, options) => conversation.ask(prefixRef.current, question, options),
      show: (answered) => conversation.show(answered),
      stop: () => conversation.stop(),
      reset: () => conversation.reset(),
    };
    return { conversation, prefix, actions };
  }, [conversation, prefix, prefixRef]);
}

/** A state of a conversation with what can be done. */
export function useAskIn({ conversation, prefix, actions }: Talk, state: ConversationState): Ask {
  return useMemo(() => {
    const busy = state.status === 'waiting' || state.status === 'answering';
    return { ...state, ...actions, busy, next: conversation.next(prefix, state) };
  }, [state, actions, conversation, prefix]);
}
