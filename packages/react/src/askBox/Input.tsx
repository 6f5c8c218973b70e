'use client';
import { forwardRef, type KeyboardEvent } from 'react';
import { Part, type PartProps, useJoinedRef } from '../part.js';
import { useAskBox } from './context.js';
import { isComposing } from './Root.js';

export type AskBoxInputState = { readonly busy: boolean; readonly invalid: boolean };
export type AskBoxInputProps = PartProps<'textarea', AskBoxInputState>;

/** Where the question is typed. Warms on focus and keystroke; Enter asks, Shift+Enter breaks the line. */
export const Input = forwardRef<HTMLTextAreaElement, AskBoxInputProps>(function AskBoxInput(given, ref) {
  const { ask, warm, labels, problem, clearProblem, submit, inputId, problemId, input } = useAskBox();
  const attach = useJoinedRef(ref, input);
  const invalid = problem !== null;
  const own = warm.getInputProps({
    id: inputId,
    rows: 2,
    'aria-label': labels.question,
    'aria-invalid': invalid || undefined,
    'aria-describedby': invalid ? problemId : undefined,
    placeholder: labels.placeholder,
    enterKeyHint: 'send' as const,
    dir: 'auto',
    onInput: clearProblem,
    onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
      event.preventDefault();
      submit();
    },
  });
  const state = { busy: ask.busy, invalid };
  return <Part tag="textarea" part="input" state={state} given={given} own={own} attach={attach} />;
});
