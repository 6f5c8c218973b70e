'use client';
import type { Conversation, QuestionOptions } from '@forewarm/core';
import { NO_CONVERSATION } from '@forewarm/core/kit';
import { createContext, type RefObject, useMemo, useSyncExternalStore } from 'react';
import type { Labels } from '../labels.js';
import type { Ask } from '../useAsk.js';
import { useInside } from '../useInside.js';
import type { SpeculativeCacheResult } from '../useSpeculativeCache.js';
import type { AnyPrefix } from '../useStablePrefix.js';
import type { AskBoxOptions } from './options.js';

/** What an ask box's parts share. */
export interface AskBoxValue {
  /** The latest question, its answer and actions. */
  readonly ask: Ask;
  /** The prefix's warmth; `getInputProps` makes an input warm. */
  readonly warm: SpeculativeCacheResult;
  /** All words, with the box's `labels`. */
  readonly labels: Labels;
  /** Options that parts read. */
  readonly options: Pick<
    AskBoxOptions,
    'value' | 'onValueChange' | 'renderAnswer' | 'renderTurn' | 'rates' | 'starters'
  >;
  /** Why the latest submit was refused; else null. */
  readonly problem: string | null;
  /** Clears the problem. */
  readonly clearProblem: () => void;
  /** Asks the question in the input, unless an answer is running. */
  readonly submit: () => void;
  /** The same for another question, such as a starter. */
  readonly send: (question: string, options?: QuestionOptions) => void;
  /** The input's `id`, for a label. */
  readonly inputId: string;
  /** The problem's `id`, for `aria-describedby`. */
  readonly problemId: string;
  /** The input, while mounted. */
  readonly input: RefObject<HTMLTextAreaElement | null>;
  /** The submit button, while mounted. */
  readonly submitButton: RefObject<HTMLButtonElement | null>;
  /** The stop button, while mounted. */
  readonly stopButton: RefObject<HTMLButtonElement | null>;
}

/** `ask` stays the same object while only words come in. */
export interface Box extends AskBoxValue {
  readonly conversation: Conversation<AnyPrefix>;
  /** Files are to go with the question: none is begun for its text alone. */
  readonly holds: boolean;
  readonly setHolds: (holds: boolean) => void;
  /** Submits by your function, which returns false if it didn't send the question. */
  readonly submitBy: (send: (question: string) => boolean | void) => void;
}

export const AskBoxContext = createContext<Box | null>(null);

/**
 * The box, for your own parts; renders every frame. Throws `invalid-option` outside `AskBox.Root`.
 */
export function useAskBox(): AskBoxValue {
  const box = useBox();
  const { subscribe, getSnapshot } = box.conversation;
  const { answer, reasoning } = useSyncExternalStore(subscribe, getSnapshot, () => NO_CONVERSATION);
  return useMemo(() => ({ ...box, ask: { ...box.ask, answer, reasoning } }), [box, answer, reasoning]);
}

/** The box; renders for all changes but words. */
export function useBox(): Box {
  return useInside(AskBoxContext, 'useAskBox', 'AskBox.Root');
}
