'use client';
import { type ChangeEvent, forwardRef, type KeyboardEvent, useEffect } from 'react';
import { Part, type PartProps, useJoinedRef } from '../part.js';
import { useAskBox } from './context.js';
import { growTextarea } from './growTextarea.js';
import { isComposing } from './keys.js';

export type AskBoxInputState = { readonly busy: boolean; readonly invalid: boolean };
export type AskBoxInputProps = PartProps<'textarea', AskBoxInputState>;

/** Where the question is typed. Warms on focus and keystroke; Enter asks, Shift+Enter breaks the line. */
export const Input = forwardRef<HTMLTextAreaElement, AskBoxInputProps>(function AskBoxInput(given, ref) {
  const { ask, warm, labels, options, problem, clearProblem, submit, inputId, problemId, input } = useAskBox();
  const attach = useJoinedRef(ref, input);
  const { value, onValueChange } = options;
  const invalid = problem !== null;
  // After a submit too, which empties it without an event.
  useEffect(() => growTextarea(input.current));
  const own = warm.getInputProps({
    id: inputId,
    rows: 2,
    'aria-label': labels.question,
    'aria-invalid': invalid || undefined,
    'aria-describedby': invalid ? problemId : undefined,
    placeholder: labels.placeholder,
    enterKeyHint: 'send' as const,
    dir: 'auto',
    ...(value === undefined ? {} : { value }),
    onChange: (event: ChangeEvent<HTMLTextAreaElement>) => onValueChange?.(event.target.value),
    onInput() {
      // Not at every keystroke: setting the state it has already is a commit too.
      if (invalid) clearProblem();
      growTextarea(input.current);
    },
    onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
      event.preventDefault();
      submit();
    },
  });
  const state = { busy: ask.busy, invalid };
  return <Part tag="textarea" part="input" state={state} given={given} own={own} attach={attach} />;
});
