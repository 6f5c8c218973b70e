'use client';
import { type ChangeEvent, type KeyboardEvent, useEffect } from 'react';
import { alignText } from './alignText.js';
import { growTextarea } from './growTextarea.js';
import { isComposing } from './keys.js';
import { type AskBoxPart, part } from './part.js';

type InputState = {
  /** Whether an answer is running. */
  readonly busy: boolean;
  /** Whether its text was refused. */
  readonly invalid: boolean;
};

/** Warms on focus and keystroke. Enter asks, Shift+Enter starts a new line. */
export const Input: AskBoxPart<'textarea', InputState> = part('textarea', 'input', function useInput(box, given) {
  const { ask, warm, labels, options, problem, clearProblem, submit, inputId, problemId, input } = box;
  const { value, onValueChange } = options;
  const invalid = problem !== null;
  const fit = (): void => {
    growTextarea(input.current);
    if (given.dir === undefined) alignText(input.current);
  };
  // A submit empties it without an event. Not at each render: measuring costs a layout.
  useEffect(fit, [ask.busy, value, given.dir, input]);
  const own = warm.getInputProps({
    id: inputId,
    rows: 2,
    'aria-label': labels.question,
    'aria-invalid': invalid || undefined,
    'aria-describedby': invalid ? problemId : undefined,
    placeholder: labels.placeholder,
    enterKeyHint: 'send' as const,
    ...(value === undefined ? {} : { value }),
    onChange: (event: ChangeEvent<HTMLTextAreaElement>) => onValueChange?.(event.target.value),
    onInput() {
      // Setting the same state would commit too.
      if (invalid) clearProblem();
      fit();
    },
    onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
      event.preventDefault();
      submit();
    },
  });
  return { state: { busy: ask.busy, invalid }, own, refs: [input, warm.ref] };
});
