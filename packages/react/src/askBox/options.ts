import type { AskState, PastTurn, Rates } from '@forewarm/core';
import type { ReactNode } from 'react';
import type { Labels } from '../labels.js';
import type { AskOptions } from '../useAsk.js';
import type { SpeculativeCacheOptions } from '../useSpeculativeCache.js';

/** Rates with the currency they are in, as its ISO 4217 code. */
export type MoneyRates = Rates & { readonly currency: string };

/** The options of an ask box, beside the props of its element. */
export interface AskBoxOptions extends AskOptions, Pick<SpeculativeCacheOptions, 'triggers' | 'speculativeAnswers'> {
  /** Replaces English words. */
  labels?: Partial<Labels> | undefined;
  /** False asks without warming first. Default true. */
  warm?: boolean | undefined;
  /**
   * Questions that the app suggests, for `AskBox.Starters`; after an answer, follow-ups. Default
   * none.
   */
  starters?: readonly string[] | undefined;
  /** The question, if your app holds it; `onValueChange` must then change it. */
  value?: string | undefined;
  /** Called when the question changes, also when a submit empties it. */
  onValueChange?: ((value: string) => void) | undefined;
  /**
   * Draws an answer from its text, such as `renderMarkdown`; every other frame while it grows.
   * Default: as plain text.
   */
  renderAnswer?: ((text: string) => ReactNode) | undefined;
  /** Draws an earlier turn of a thread. Default: its question and its answer. */
  renderTurn?: ((turn: PastTurn, index: number) => ReactNode) | undefined;
  /** What the backend charges, so that the statistics show what an answer cost. */
  rates?: MoneyRates | undefined;
  /** Called with each question as it is sent. */
  onAsk?: ((question: string) => void) | undefined;
  /** Called when the question or its answer changes, at most once per frame. */
  onState?: ((state: AskState) => void) | undefined;
}
