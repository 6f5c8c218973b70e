'use client';
import type { AskState, WarmStatus } from '@forewarm/core';
import { forwardRef, type KeyboardEvent } from 'react';
import { Part, type PartProps, useJoinedRef } from '../part.js';
import { Announcer } from './Announcer.js';
import { AskBoxContext } from './context.js';
import { isComposing } from './keys.js';
import type { AskBoxOptions } from './options.js';
import { useAskBoxValue } from './useAskBoxValue.js';
import { useFocusHandover } from './useFocusHandover.js';

export type AskBoxState = {
  /** The answer's status. */
  readonly status: AskState['status'];
  /** The prefix's status. */
  readonly warm: WarmStatus['status'];
  /** Whether an answer is running. */
  readonly busy: boolean;
};
export type AskBoxRootProps = AskBoxOptions & Omit<PartProps<'div', AskBoxState>, keyof AskBoxOptions>;

/** Holds one question and answer. Escape stops the answer. Not a form, so it may stand in one. */
export const Root = forwardRef<HTMLDivElement, AskBoxRootProps>(function AskBoxRoot({ children, ...props }, ref) {
  const [value, given] = useAskBoxValue(props);
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
    children: (
      <>
        {children}
        <Announcer />
      </>
    ),
  };
  const state = { status: ask.status, warm: warm.status, busy: ask.busy };
  return (
    <AskBoxContext.Provider value={value}>
      <Part tag="div" part="box" state={state} given={given} own={own} attach={attach} />
    </AskBoxContext.Provider>
  );
});
