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
  /** Null if it was taken back. */
  readonly rating: Rating | null;
  readonly question: string;
  readonly answer: string;
  /** Which turn of the conversation it is, from 0. */
  readonly index: number;
}

/**
 * What the parts of one chat share. It doesn't change while an answer comes in: each earlier turn
 * would draw itself again.
 */
export interface ChatValue {
  readonly labels: ChatLabels;
  readonly renderAnswer: AskBoxOptions['renderAnswer'];
  /** Which turn's question is being edited; null for none. */
  readonly editing: number | null;
  readonly setEditing: (index: number | null) => void;
  /** Asks an edited question, with its attachments, in place of its turn and all later ones. */
  readonly askAgain: (turn: ChatTurn, question: string) => void;
  readonly ratingOf: (turn: ChatTurn) => Rating | null;
  readonly rate: (turn: ChatTurn, rating: Rating) => void;
  /** Whether `onFeedback` is set. */
  readonly rated: boolean;
}

/** A question with its answer: an earlier one, or the latest. */
export interface ChatTurn extends PastTurn {
  readonly index: number;
  /** Whether its answer is running. */
  readonly busy: boolean;
}

/** The box's options about warming, for the field of an edited question. */
export type ChatWarming = Pick<AskBoxOptions, 'triggers' | 'warm' | 'speculativeAnswers'>;

export const WarmingContext = createContext<ChatWarming>({});
export const ChatContext = createContext<ChatValue | null>(null);
export const FollowContext = createContext<Follow | null>(null);
export const TurnContext = createContext<ChatTurn | null>(null);

/** The chat, and whether the end is followed. */
export function useFollowed(): ChatValue & { readonly follow: Follow } {
  return { ...useInside(ChatContext, 'Chat', 'Chat.Root'), follow: useInside(FollowContext, 'Chat', 'Chat.Root') };
}

/** The chat, and the turn around a part. */
export function useTurn(): ChatValue & { readonly turn: ChatTurn } {
  return { ...useInside(ChatContext, 'Chat', 'Chat.Root'), turn: useInside(TurnContext, 'Chat', 'Chat.Latest') };
}
