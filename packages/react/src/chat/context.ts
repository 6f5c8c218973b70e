'use client';
import type { PastTurn } from '@forewarm/core';
import { createContext } from 'react';
import { useInside } from '../useInside.js';
import type { AskBoxOptions } from '../askBox/options.js';
import type { ChatLabels } from './labels.js';
import type { Follow } from './useFollow.js';

/** What a person thinks of an answer. */
export type Rating = 'good' | 'bad';

/** A rating, given or taken back, for `onFeedback`. */
export interface Feedback {
  /** Null where it was taken back. */
  readonly rating: Rating | null;
  readonly question: string;
  readonly answer: string;
  /** Which turn of the conversation it is, from 0. */
  readonly index: number;
}

/**
 * What the parts of one chat share; the same from a question's submit to its answer's end, since
 * each earlier turn draws itself anew for it.
 */
export interface ChatValue {
  readonly labels: ChatLabels;
  readonly renderAnswer: AskBoxOptions['renderAnswer'];
  /** Which turn's question is being edited; null for none. */
  readonly editing: number | null;
  readonly setEditing: (index: number | null) => void;
  /** Asks an edited question, with its attachments, in place of a turn and of all after it. */
  readonly askAgain: (turn: ChatTurn, question: string) => void;
  readonly ratingOf: (turn: ChatTurn) => Rating | null;
  readonly rate: (turn: ChatTurn, rating: Rating) => void;
  /** Whether anybody is told of ratings. */
  readonly rated: boolean;
}

/** A question with its answer: an earlier one, or the latest. */
export interface ChatTurn extends PastTurn {
  readonly index: number;
  /** Whether its answer is awaited or coming in. */
  readonly busy: boolean;
}

/** What the box says of warming, for the field of an edited question. */
export type ChatWarming = Pick<AskBoxOptions, 'triggers' | 'warm' | 'speculativeAnswers'>;

export const WarmingContext = createContext<ChatWarming>({});
export const ChatContext = createContext<ChatValue | null>(null);
export const FollowContext = createContext<Follow | null>(null);
export const TurnContext = createContext<ChatTurn | null>(null);

/** Whether the end is followed, for what scrolls to it. */
export function useFollowed(): ChatValue & { readonly follow: Follow } {
  return { ...useInside(ChatContext, 'Chat', 'Chat.Root'), follow: useInside(FollowContext, 'Chat', 'Chat.Root') };
}

/** The turn that a part stands in, with what all share. */
export function useTurn(): ChatValue & { readonly turn: ChatTurn } {
  return { ...useInside(ChatContext, 'Chat', 'Chat.Root'), turn: useInside(TurnContext, 'Chat', 'Chat.Latest') };
}
