'use client';
import { forwardRef, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useBox } from '../askBox/context.js';
import { type AskBoxRootProps, Root } from '../askBox/Root.js';
import { useLatest } from '../useLatest.js';
import {
  ChatContext,
  FollowContext,
  type ChatTurn,
  type ChatValue,
  type Feedback,
  type Rating,
  WarmingContext,
} from './context.js';
import { CHAT_ENGLISH, type ChatLabels } from './labels.js';
import { renderChatTurn } from './Turn.js';
import { useFollow } from './useFollow.js';

export type ChatProps = Omit<AskBoxRootProps, 'labels' | 'thread'> & {
  /** Replaces English words. */
  labels?: Partial<ChatLabels> | undefined;
  /** Called with each rating. Without it, `Chat.Feedback` is empty. */
  onFeedback?: ((feedback: Feedback) => void) | undefined;
};

/** Holds a conversation for its parts. */
export const ChatRoot = forwardRef<HTMLDivElement, ChatProps>(function ChatRoot(
  { children, labels: words, onFeedback, renderTurn = renderChatTurn, ...props },
  ref,
) {
  const labels = useMemo(() => ({ ...CHAT_ENGLISH, ...words }), [words]);
  const { triggers, warm, speculativeAnswers } = props;
  const warming = useMemo(() => ({ triggers, warm, speculativeAnswers }), [triggers, warm, speculativeAnswers]);
  return (
    <Root {...props} thread labels={labels} renderTurn={renderTurn} ref={ref} data-chat="">
      <ChatProvider labels={labels} onFeedback={onFeedback}>
        <WarmingContext.Provider value={warming}>{children}</WarmingContext.Provider>
      </ChatProvider>
    </Root>
  );
});

interface ChatProviderProps extends Pick<ChatProps, 'onFeedback'> {
  labels: ChatLabels;
  children: ReactNode;
}

function ChatProvider({ labels, onFeedback, children }: ChatProviderProps): ReactNode {
  const box = useBox();
  const { busy, timing } = box.ask;
  const { renderAnswer } = box.options;
  const submittedAt = timing?.submittedAt ?? null;
  const [open, setOpen] = useState<{ readonly index: number; readonly during: number | null } | null>(null);
  const [ratings, setRatings] = useState<ReadonlyMap<string, Rating | null>>(new Map());
  const follow = useFollow();
  const { toEnd } = follow;
  const latestRef = useLatest({ box, onFeedback, submittedAt });
  const edited = useRef(false);

  // Even if the reader had scrolled back.
  useEffect(() => {
    if (submittedAt !== null) toEnd();
  }, [submittedAt, toEnd]);
  // The form that had the focus is gone.
  useEffect(() => {
    if (busy && edited.current) latestRef.current.box.stopButton.current?.focus();
    edited.current = false;
  }, [busy, latestRef]);

  const actions = useMemo(
    () => ({
      setEditing(index: number | null) {
        const { box: now, submittedAt: during } = latestRef.current;
        // It couldn't be sent yet.
        if (!now.ask.busy) setOpen(index === null ? null : { index, during });
      },
      askAgain({ index, parts }: ChatTurn, question: string) {
        edited.current = true;
        latestRef.current.box.send(question, { keep: index, parts });
      },
    }),
    [latestRef],
  );
  // Sending any question closes the form.
  const editing = open?.during === submittedAt ? open.index : null;
  const rated = onFeedback !== undefined;
  const value = useMemo<ChatValue>(
    () => ({
      ...actions,
      labels,
      renderAnswer,
      editing,
      rated,
      ratingOf: (turn) => ratings.get(keyOf(turn)) ?? null,
      rate(turn, rating) {
        const key = keyOf(turn);
        const given = ratings.get(key) === rating ? null : rating;
        setRatings((before) => new Map(before).set(key, given));
        const { index, question, answer } = turn;
        latestRef.current.onFeedback?.({ rating: given, question, answer, index });
      },
    }),
    [actions, labels, renderAnswer, editing, rated, ratings, latestRef],
  );
  return (
    <ChatContext.Provider value={value}>
      <FollowContext.Provider value={follow}>{children}</FollowContext.Provider>
    </ChatContext.Provider>
  );
}

function keyOf({ index, question, answer }: ChatTurn): string {
  return JSON.stringify([index, question, answer]);
}
