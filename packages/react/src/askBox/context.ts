'use client';
import { ForewarmError, type QuestionOptions } from '@forewarm/core';
import { createContext, type RefObject, useContext } from 'react';
import type { Labels } from '../labels.js';
import type { Ask } from '../useAsk.js';
import type { SpeculativeCacheResult } from '../useSpeculativeCache.js';
import type { AskBoxOptions } from './options.js';

/** What the parts of one ask box share. */
export interface AskBoxValue {
  /** The ask side: the latest question, and what can be done about it. */
  readonly ask: Ask;
  /** The warm side: how warm the prefix is. Its `getInputProps` is what makes an input warm. */
  readonly warm: SpeculativeCacheResult;
  /** Every word, those of the box's `labels` among them. */
  readonly labels: Labels;
  /** The options that parts read themselves. */
  readonly options: Pick<
    AskBoxOptions,
    'value' | 'onValueChange' | 'renderAnswer' | 'renderTurn' | 'rates' | 'starters'
  >;
  /** Why the latest submit was refused, as a sentence; null where it wasn't. */
  readonly problem: string | null;
  /** Takes it back, as when the question is changed. */
  readonly clearProblem: () => void;
  /** Asks what stands in the input, unless an answer is coming in. */
  readonly submit: () => void;
  /** Asks a question that stands elsewhere, such as a starter, unless an answer is coming in. */
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

export const AskBoxContext = createContext<AskBoxValue | null>(null);

/**
 * What the parts of the ask box around share, for parts of your own; throws an `invalid-option`
 * error outside of `AskBox.Root`.
 */
export function useAskBox(): AskBoxValue {
  const value = useContext(AskBoxContext);
  if (value) return value;
  throw new ForewarmError(
    'invalid-option',
    'useAskBox: there is no AskBox.Root around this part; put it inside of one.',
  );
}
