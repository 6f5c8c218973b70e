'use client';
import { ForewarmError } from '@forewarm/core';
import { createContext, type RefObject, useContext } from 'react';
import type { Labels } from '../labels.js';
import type { Ask } from '../useAsk.js';
import type { SpeculativeCacheResult } from '../useSpeculativeCache.js';
import type { SharedOptions } from './options.js';

/** What the parts of one ask box share. */
export interface AskBoxValue {
  readonly ask: Ask;
  readonly warm: SpeculativeCacheResult;
  readonly labels: Labels;
  readonly options: SharedOptions;
  /** Why the latest submit was refused, as a sentence; null where it wasn't. */
  readonly problem: string | null;
  readonly clearProblem: () => void;
  /** Asks what stands in the input, unless an answer is coming in. */
  readonly submit: () => void;
  readonly inputId: string;
  readonly problemId: string;
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly submitButton: RefObject<HTMLButtonElement | null>;
  readonly stopButton: RefObject<HTMLButtonElement | null>;
}

export const AskBoxContext = createContext<AskBoxValue | null>(null);

/** What the parts of the ask box around share, for parts of your own; throws an `invalid-option` error outside of `AskBox.Root`. */
export function useAskBox(): AskBoxValue {
  const value = useContext(AskBoxContext);
  if (value) return value;
  throw new ForewarmError(
    'invalid-option',
    'useAskBox: there is no AskBox.Root around this part; put it inside of one.',
  );
}
