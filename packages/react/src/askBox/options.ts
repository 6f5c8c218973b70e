import type { AskState, HistoryStorage, Rates, Trigger } from '@forewarm/core';
import type { ReactNode } from 'react';
import type { Labels } from '../labels.js';
import type { AnyPrefix } from '../useStablePrefix.js';

/** Rates with the currency they are in, as its ISO 4217 code. */
export type MoneyRates = Rates & { readonly currency: string };

/** What an ask box can be told, beside the props of its element. */
export interface AskBoxOptions {
  /** What questions are asked on. May be written inline; give the box a `key` to start anew for another document. */
  prefix: AnyPrefix;
  /** Words to be used instead of the English ones. */
  labels?: Partial<Labels> | undefined;
  /** Which events of the input warm; default those of the provider's policy. */
  triggers?: readonly Trigger[] | undefined;
  /** False asks without warming first. Default true. */
  warm?: boolean | undefined;
  /** Whether questions follow on one another, each answered turn being part of the next prefix. Default false. */
  thread?: boolean | undefined;
  /** Keeps a thread across reloads, such as `webStorage()`. Read once. */
  storage?: HistoryStorage | undefined;
  /** What a thread is kept under. Default the prefix's key. */
  storageKey?: string | undefined;
  /** The question as it stands, where you hold it; then `onValueChange` must change it. */
  value?: string | undefined;
  /** Told of each change to the question as it stands, also of its being emptied on submit. */
  onValueChange?: ((value: string) => void) | undefined;
  /** Draws an answer from its text, such as `renderMarkdown`. Default: as plain text. */
  renderAnswer?: ((text: string) => ReactNode) | undefined;
  /** What the backend charges, for the cost of an answer to be shown. */
  rates?: MoneyRates | undefined;
  /** Told of each question as it is sent. */
  onAsk?: ((question: string) => void) | undefined;
  /** Told of each change to the question and its answer, at most once per frame. */
  onState?: ((state: AskState) => void) | undefined;
}

/** Those of them that the parts look at themselves. */
export type SharedOptions = Pick<AskBoxOptions, 'value' | 'onValueChange' | 'renderAnswer' | 'rates' | 'thread'>;
