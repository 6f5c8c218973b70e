'use client';
import { type AskState, MAX_QUESTION_LENGTH, type Trigger } from '@forewarm/core';
import { forwardRef, type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { formatNumber } from '../format.js';
import { ENGLISH, type Labels } from '../labels.js';
import { Part, type PartProps, useJoinedRef } from '../part.js';
import { useAsk } from '../useAsk.js';
import { useLatest } from '../useLatest.js';
import { useSpeculativeCache } from '../useSpeculativeCache.js';
import type { AnyPrefix } from '../useStablePrefix.js';
import { Announcer } from './Announcer.js';
import { AskBoxContext, type AskBoxValue } from './context.js';
import { useFocusHandover } from './useFocusHandover.js';

/** `status` is the answer's, `warm` the prefix's. */
export type AskBoxState = { readonly status: string; readonly warm: string; readonly busy: boolean };

export interface AskBoxOptions {
  /** What questions are asked on. May be written inline; give the box a `key` to start anew for another document. */
  prefix: AnyPrefix;
  /** Words to be used instead of the English ones. */
  labels?: Partial<Labels> | undefined;
  /** Which events of the input warm; default those of the provider's policy. */
  triggers?: readonly Trigger[] | undefined;
  /** False asks without warming first. Default true. */
  warm?: boolean | undefined;
  /** Told of each question as it is sent. */
  onAsk?: ((question: string) => void) | undefined;
  /** Told of each change to the question and its answer, at most once per frame. */
  onState?: ((state: AskState) => void) | undefined;
}

export type AskBoxRootProps = AskBoxOptions & Omit<PartProps<'div', AskBoxState>, keyof AskBoxOptions>;

/** Holds one question and its answer for the parts inside it. Escape stops the answer. A group, not a form, so that it may stand in one. */
export const Root = forwardRef<HTMLDivElement, AskBoxRootProps>(function AskBoxRoot(
  { prefix, labels: words, triggers, warm: enabled, onAsk, onState, children, ...given },
  ref,
) {
  const ask = useAsk({ prefix });
  const warm = useSpeculativeCache({ prefix, triggers, enabled });
  const labels = useMemo(() => ({ ...ENGLISH, ...words }), [words]);
  const [problem, setProblem] = useState<string | null>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const submitButton = useRef<HTMLButtonElement>(null);
  const stopButton = useRef<HTMLButtonElement>(null);
  const attach = useJoinedRef(ref);
  const id = useId();
  const latestRef = useLatest({ onAsk, onState });

  useEffect(() => latestRef.current.onState?.(ask), [latestRef, ask]);

  const { busy } = ask;
  const handover = useFocusHandover(busy, stopButton, submitButton);

  const value = useMemo<AskBoxValue>(() => {
    const submit = (): void => {
      if (!input.current || ask.busy) return;
      const question = input.current.value.trim();
      const refused = refusal(question, labels);
      setProblem(refused);
      if (refused !== null) return input.current.focus();
      input.current.value = '';
      latestRef.current.onAsk?.(question);
      void ask.ask(question);
    };
    const clearProblem = (): void => setProblem(null);
    const ids = { inputId: `${id}-input`, problemId: `${id}-problem` };
    return { ask, warm, labels, problem, clearProblem, submit, ...ids, input, submitButton, stopButton };
  }, [ask, warm, labels, problem, id, latestRef]);

  const own = {
    role: 'group',
    'aria-label': labels.box,
    ...handover,
    onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'Escape' || !busy || isComposing(event)) return;
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
  const state = { status: ask.status, warm: warm.status, busy };
  return (
    <AskBoxContext.Provider value={value}>
      <Part tag="div" part="box" state={state} given={given} own={own} attach={attach} />
    </AskBoxContext.Provider>
  );
});

/** Whether a key belongs to an input method that is putting a character together. 229 is what Safari says of the Enter that ends it. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.nativeEvent.isComposing || event.keyCode === 229;
}

function refusal(question: string, labels: Labels): string | null {
  if (question === '') return labels.blank;
  if (question.length <= MAX_QUESTION_LENGTH) return null;
  return labels.tooLong(formatNumber(labels, question.length), formatNumber(labels, MAX_QUESTION_LENGTH));
}
