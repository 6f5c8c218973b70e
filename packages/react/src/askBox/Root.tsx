'use client';
import { forwardRef, type KeyboardEvent, type ReactNode } from 'react';
import { Part, type PartProps, useJoinedRef } from '../part.js';
import { Announcer } from './Announcer.js';
import { AskBoxContext } from './context.js';
import { isComposing } from './keys.js';
import type { AskBoxOptions } from './options.js';
import { useAskBoxValue } from './useAskBoxValue.js';
import { useFocusHandover } from './useFocusHandover.js';

export type AskBoxState = {
  /** The answer's: `idle`, `waiting`, `answering`, `done`, `stopped` or `failed`. */
  readonly status: string;
  /** The prefix's: `cold`, `warming`, `fresh`, `stale`, `skipped` or `failed`. */
  readonly warm: string;
  /** Whether an answer is awaited or coming in. */
  readonly busy: boolean;
};
export type AskBoxRootProps = AskBoxOptions & Omit<PartProps<'div', AskBoxState>, keyof AskBoxOptions>;

/** Holds one question and its answer for the parts inside it. Escape stops the answer. A group, not a form, so that it may stand in one. */
export const Root = forwardRef<HTMLDivElement, AskBoxRootProps>(function AskBoxRoot({ children, ...props }, ref) {
  const [options, given] = split(props);
  const value = useAskBoxValue(options);
  const { ask, warm, labels, stopButton, submitButton } = value;
  const attach = useJoinedRef(ref);
  const handover = useFocusHandover(ask.busy, stopButton, submitButton);
  const own = {
    role: 'group',
    'aria-label': labels.box,
    ...handover,
    onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'Escape' || !ask.busy || isComposing(event)) return;
      event.preventDefault();
      ask.stop();
    },
    children: withAnnouncer(children),
  };
  const state = { status: ask.status, warm: warm.status, busy: ask.busy };
  return (
    <AskBoxContext.Provider value={value}>
      <Part tag="div" part="box" state={state} given={given} own={own} attach={attach} />
    </AskBoxContext.Provider>
  );
});

function withAnnouncer(children: ReactNode): ReactNode {
  return (
    <>
      {children}
      <Announcer />
    </>
  );
}

function split(props: Omit<AskBoxRootProps, 'children'>): [AskBoxOptions, PartProps<'div', AskBoxState>] {
  const { prefix, labels, triggers, warm, thread, storage, storageKey, ...others } = props;
  const { value, onValueChange, renderAnswer, rates, onAsk, onState, ...given } = others;
  const conversation = { prefix, labels, triggers, warm, thread, storage, storageKey };
  return [{ ...conversation, value, onValueChange, renderAnswer, rates, onAsk, onState }, given];
}
