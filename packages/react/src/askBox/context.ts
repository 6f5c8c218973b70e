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

/** What the parts of one ask box share. */
export interface AskBoxValue {
  /** The latest question and its answer, with `ask`, `stop`, `retry` and `reset`. */
  readonly ask: Ask;
  /** The prefix's status. `getInputProps` makes an input warm. */
  readonly warm: SpeculativeCacheResult;
  /** Every word, with the box's `labels` in place. */
  readonly labels: Labels;
  /** The box's options that parts read. */
  readonly options: Pick<
    AskBoxOptions,
    'value' | 'onValueChange' | 'renderAnswer' | 'renderTurn' | 'rates' | 'starters'
  >;
  /** Why the latest submit was refused, as a sentence; null if it was not. */
  readonly problem: string | null;
  /** Clears the problem, as a change of the question does. */
  readonly clearProblem: () => void;
  /** Asks the question in the input, unless an answer is running. */
  readonly submit: () => void;
  /** Asks another question, such as a starter, unless an answer is running. */
  readonly send: (question: string, options?: QuestionOptions) => void;
  /** The input's `id`, for a label. */
  readonly inputId: string;
  /** The problem's `id`, for `aria-describedby`. */
  readonly problemId: string;
  /** The input's element, while it is mounted. */
  readonly input: RefObject<HTMLTextAreaElement | null>;
  /** The submit button's element, while it is mounted. */
  readonly submitButton: RefObject<HTMLButtonElement | null>;
  /** The stop button's element, while it is mounted. */
  readonly stopButton: RefObject<HTMLButtonElement | null>;
}

/** The same for the kit's own parts: `ask` stays the same object while only words come in. */
export interface Box extends AskBoxValue {
  readonly conversation: Conversation<AnyPrefix>;
  /** As `submit`, by another function, which says whether it has sent the question. */
  readonly submitBy: (send: (question: string) => boolean) => void;
}

export const AskBoxContext = createContext<Box | null>(null);

/** The box, for a part of your own. Throws `invalid-option` outside of `AskBox.Root`. */
export function useAskBox(): AskBoxValue {
  const box = useBox();
  const { subscribe, getSnapshot } = box.conversation;
  const { answer, reasoning } = useSyncExternalStore(subscribe, getSnapshot, () => NO_CONVERSATION);
  return useMemo(() => ({ ...box, ask: { ...box.ask, answer, reasoning } }), [box, answer, reasoning]);
}

/** The box, for the kit's own parts: renders for all changes but words. */
export function useBox(): Box {
  return useInside(AskBoxContext, 'useAskBox', 'AskBox.Root');
}
