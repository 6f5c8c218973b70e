'use client';
import type { PastTurn } from '@forewarm/core';
import { createContext } from 'react';
import { useInside } from '../useInside.js';
import type { AskBoxOptions } from '../askBox/options.js';
import type { ChatLabels } from './labels.js';
import type { Follow } from './useFollow.js';

export type Rating = 'good' | 'bad';

/** A rating for `onFeedback`. */
export interface Feedback {
  /** Null if taken back. */
  readonly rating: Rating | null;
  readonly question: string;
  readonly answer: string;
  /** The turn's number, from 0. */
  readonly index: number;
}

/** Stays the same while an answer runs, or each earlier turn would draw again. */
export interface ChatValue {
  readonly labels: ChatLabels;
  readonly renderAnswer: AskBoxOptions['renderAnswer'];
  /** The turn being edited. */
  readonly editing: number | null;
  readonly setEditing: (index: number | null) => void;
  /** Asks an edited question, with its attachments, replacing its turn and later ones. */
  readonly askAgain: (turn: ChatTurn, question: string) => void;
  readonly ratingOf: (turn: ChatTurn) => Rating | null;
  readonly rate: (turn: ChatTurn, rating: Rating) => void;
  /** Whether `onFeedback` is set. */
  readonly rated: boolean;
}

export interface ChatTurn extends PastTurn {
  readonly index: number;
  /** Whether its answer is running. */
  readonly busy: boolean;
}

export type ChatWarming = Pick<AskBoxOptions, 'triggers' | 'warm' | 'speculativeAnswers'>;

export const WarmingContext = createContext<ChatWarming>({});
export const ChatContext = createContext<ChatValue | null>(null);
export const FollowContext = createContext<Follow | null>(null);
export const TurnContext = createContext<ChatTurn | null>(null);

export function useFollowed(): ChatValue & { readonly follow: Follow } {
  return { ...useInside(ChatContext, 'Chat', 'Chat.Root'), follow: useInside(FollowContext, 'Chat', 'Chat.Root') };
}

export function useTurn(): ChatValue & { readonly turn: ChatTurn } {
  return { ...useInside(ChatContext, 'Chat', 'Chat.Root'), turn: useInside(TurnContext, 'Chat', 'Chat.Latest') };
}
