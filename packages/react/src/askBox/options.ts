import type { AskState, PastTurn, Rates } from '@forewarm/core';
import type { ReactNode } from 'react';
import type { Labels } from '../labels.js';
import type { AskOptions } from '../useAsk.js';
import type { SpeculativeCacheOptions } from '../useSpeculativeCache.js';

/** Rates and their ISO 4217 currency. */
export type MoneyRates = Rates & { readonly currency: string };

/** Options of an ask box, beside its element's props. */
export interface AskBoxOptions extends AskOptions, Pick<SpeculativeCacheOptions, 'triggers' | 'speculativeAnswers'> {
  /** Replaces English words. */
  labels?: Partial<Labels> | undefined;
  /** False asks without warming first. Default true. */
  warm?: boolean | undefined;
  /** Suggested questions for `AskBox.Starters`. Default none. */
  starters?: readonly string[] | undefined;
  /** The question, if your app holds it; `onValueChange` must change it. */
  value?: string | undefined;
  /** Called when the question changes, also when a submit empties it. */
  onValueChange?: ((value: string) => void) | undefined;
  /**
   * Draws an answer, such as `renderMarkdown`; every other frame while it grows. Default: plain
   * text.
   */
  renderAnswer?: ((text: string) => ReactNode) | undefined;
  /** Draws an earlier turn. Default: question and answer. */
  renderTurn?: ((turn: PastTurn, index: number) => ReactNode) | undefined;
  /** What the backend charges, for an answer's cost. */
  rates?: MoneyRates | undefined;
  /** Called with each question sent. */
  onAsk?: ((question: string) => void) | undefined;
  /** Called when question or answer changes, at most once per frame. */
  onState?: ((state: AskState) => void) | undefined;
}
