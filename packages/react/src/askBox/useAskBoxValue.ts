'use client';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { ENGLISH } from '../labels.js';
import { type Ask, useConversation } from '../useAsk.js';
import { useForewarmClient } from '../useForewarmClient.js';
import { useLatest } from '../useLatest.js';
import { useSpeculativeCache } from '../useSpeculativeCache.js';
import type { PartProps } from '../part.js';
import type { Box } from './context.js';
import { refusal } from './refusal.js';
import type { AskBoxRootProps, AskBoxState } from './Root.js';

export function useAskBoxValue(props: AskBoxRootProps): readonly [Box, PartProps<'div', AskBoxState>] {
  const { prefix, labels: words, triggers, warm: enabled, thread, storage, storageKey, ...others } = props;
  const {
    value,
    onValueChange,
    renderAnswer,
    rates,
    onAsk,
    onState,
    starters,
    speculativeAnswers,
    renderTurn,
    ...given
  } = others;
  const client = useForewarmClient();
  const [ask, conversation] = useConversation({ prefix, thread, storage, storageKey }, 'getOutline');
  const [holds, setHolds] = useState(false);
  const warm = useSpeculativeCache({
    prefix: ask.next,
    triggers,
    enabled,
    speculativeAnswers: !holds && speculativeAnswers,
  });
  const labels = useMemo(() => ({ ...ENGLISH, ...words }), [words]);
  const [problem, setProblem] = useState<string | null>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const submitButton = useRef<HTMLButtonElement>(null);
  const stopButton = useRef<HTMLButtonElement>(null);
  const sentAt = useRef<Ask | null>(null);
  const id = useId();
  const latestRef = useLatest({ value, onValueChange, onAsk, onState });

  useEffect(() => {
    const tell = (): void => latestRef.current.onState?.(conversation.getSnapshot());
    tell();
    return conversation.subscribe(tell);
  }, [latestRef, conversation]);

  const options = useMemo(
    () => ({ value, onValueChange, renderAnswer, renderTurn, rates, starters }),
    [value, onValueChange, renderAnswer, renderTurn, rates, starters],
  );
  const shared = useMemo(() => {
    // A second click may come before the next render.
    const isSent = (): boolean => ask.busy || sentAt.current === ask;
    const send: Box['send'] = (question, how) => {
      if (isSent()) return;
      sentAt.current = ask;
      latestRef.current.onAsk?.(question);
      void ask.ask(question, how);
    };
    const submitBy: Box['submitBy'] = (sendIt) => {
      const element = input.current;
      if (!element || isSent()) return;
      const question = element.value.trim();
      const refused = refusal(question, labels, client.adapter);
      setProblem(refused);
      if (refused !== null) return element.focus();
      if (sendIt(question) === false) return;
      if (latestRef.current.value === undefined) element.value = '';
      latestRef.current.onValueChange?.('');
    };
    const submit = (): void => submitBy(send);
    const clearProblem = (): void => setProblem(null);
    return {
      conversation,
      holds,
      setHolds,
      ask,
      warm,
      labels,
      problem,
      clearProblem,
      submit,
      submitBy,
      send,
      inputId: `${id}-input`,
      problemId: `${id}-problem`,
      input,
      submitButton,
      stopButton,
      options,
    };
  }, [client, conversation, holds, ask, warm, labels, problem, id, latestRef, options]);
  return [shared, given];
}
