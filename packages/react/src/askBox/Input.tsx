'use client';
import { type ChangeEvent, forwardRef, type KeyboardEvent, useEffect } from 'react';
import { Part, type PartProps, useJoinedRef } from '../part.js';
import { useAskBox } from './context.js';
import { growTextarea } from './growTextarea.js';
import { isComposing } from './keys.js';

export type AskBoxInputState = {
  /** Whether an answer is awaited or coming in. */
  readonly busy: boolean;
  /** Whether what stands in it was refused. */
  readonly invalid: boolean;
};
export type AskBoxInputProps = PartProps<'textarea', AskBoxInputState>;

/** Where the question is typed. Warms on focus and keystroke; Enter asks, Shift+Enter breaks the line. */
export const Input = forwardRef<HTMLTextAreaElement, AskBoxInputProps>(function AskBoxInput(given, ref) {
  const { ask, warm, labels, options, problem, clearProblem, submit, inputId, problemId, input } = useAskBox();
  const attach = useJoinedRef(ref, input, warm.ref);
  const { value, onValueChange } = options;
  const invalid = problem !== null;
  const fit = (): void => {
    growTextarea(input.current);
    if (given.dir === undefined) alignText(input.current);
  };
  // A submit empties it without an event. Not at every render: measuring would cost a layout for each frame of an answer.
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
      // Not at every keystroke: setting the state it has already is a commit too.
      if (invalid) clearProblem();
      fit();
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

/** The direction is the text's; the page's while there is none, where `auto` alone would have the placeholder read from the left. */
function alignText(element: HTMLTextAreaElement | null): void {
  const dir = element?.value === '' ? '' : 'auto';
  if (element && element.dir !== dir) element.dir = dir;
}
