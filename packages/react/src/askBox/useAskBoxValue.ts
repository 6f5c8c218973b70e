'use client';
import { MAX_QUESTION_LENGTH } from '@forewarm/core/kit';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { formatNumber } from '../format.js';
import { ENGLISH, type Labels } from '../labels.js';
import { type Ask, useAsk } from '../useAsk.js';
import { useLatest } from '../useLatest.js';
import { useSpeculativeCache } from '../useSpeculativeCache.js';
import type { AskBoxValue } from './context.js';
import type { AskBoxOptions } from './options.js';

/** Binds one input to both sides of the kit: what the parts of an ask box share. */
export function useAskBoxValue(options: AskBoxOptions): AskBoxValue {
  const { prefix, labels: words, triggers, warm: enabled, thread, storage, storageKey } = options;
  const { value, onValueChange, renderAnswer, rates } = options;
  const ask = useAsk({ prefix, thread, storage, storageKey });
  const warm = useSpeculativeCache({ prefix: ask.next, triggers, enabled });
  const labels = useMemo(() => ({ ...ENGLISH, ...words }), [words]);
  const [problem, setProblem] = useState<string | null>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const submitButton = useRef<HTMLButtonElement>(null);
  const stopButton = useRef<HTMLButtonElement>(null);
  const sentAt = useRef<Ask | null>(null);
  const id = useId();
  const latestRef = useLatest(options);

  useEffect(() => latestRef.current.onState?.(ask), [latestRef, ask]);

  return useMemo(() => {
    const submit = (): void => {
      const element = input.current;
      // Sent at this moment already: a second click may come before anything is drawn.
      if (!element || ask.busy || sentAt.current === ask) return;
      const question = element.value.trim();
      const refused = refusal(question, labels);
      setProblem(refused);
      if (refused !== null) return element.focus();
      sentAt.current = ask;
      if (latestRef.current.value === undefined) element.value = '';
      latestRef.current.onValueChange?.('');
      latestRef.current.onAsk?.(question);
      void ask.ask(question);
    };
    const clearProblem = (): void => setProblem(null);
    const ids = { inputId: `${id}-input`, problemId: `${id}-problem` };
    const shared = { value, onValueChange, renderAnswer, rates, thread };
    const elements = { input, submitButton, stopButton };
    return { ask, warm, labels, problem, clearProblem, submit, ...ids, ...elements, options: shared };
  }, [ask, warm, labels, problem, id, latestRef, value, onValueChange, renderAnswer, rates, thread]);
}

function refusal(question: string, labels: Labels): string | null {
  if (question === '') return labels.blank;
  if (question.length <= MAX_QUESTION_LENGTH) return null;
  return labels.tooLong(formatNumber(labels, question.length), formatNumber(labels, MAX_QUESTION_LENGTH));
}
