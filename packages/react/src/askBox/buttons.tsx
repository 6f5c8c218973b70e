'use client';
import type { ComponentPropsWithoutRef, Ref } from 'react';
import type { AskBoxValue } from './context.js';
import { type AskBoxPart, part } from './part.js';

type ButtonState = {
  /** Whether an answer is running. */
  readonly busy: boolean;
};

/** Sends the question; `Stop` replaces it while an answer is running. */
export const Submit: AskBoxPart<'button', ButtonState> = button('submit', ({ ask, submit, submitButton }) => ({
  hidden: ask.busy,
  onClick: submit,
  ref: submitButton,
}));

/** Stops the running answer; hidden without one. */
export const Stop: AskBoxPart<'button', ButtonState> = button('stop', ({ ask, stopButton }) => ({
  hidden: !ask.busy,
  onClick: ask.stop,
  // Held since it asked, when the focus came here.
  onKeyDown: (event) => event.repeat && event.preventDefault(),
  ref: stopButton,
}));

/** Asks the same question again; hidden until its answer has ended. */
export const Retry: AskBoxPart<'button', ButtonState> = button('retry', ({ ask }) => ({
  hidden: ask.busy || ask.status === 'idle' || ask.question === '',
  onClick: () => void ask.retry(),
}));

/** Forgets the conversation; hidden before there is one. */
export const Reset: AskBoxPart<'button', ButtonState> = button('reset', ({ ask, input }) => ({
  hidden: ask.question === '' && ask.turns.length === 0,
  onClick() {
    ask.reset();
    input.current?.focus();
  },
}));

type Button = ComponentPropsWithoutRef<'button'> & { ref?: Ref<HTMLButtonElement> };

function button(
  name: 'submit' | 'stop' | 'retry' | 'reset',
  draw: (box: AskBoxValue) => Button,
): AskBoxPart<'button', ButtonState> {
  return part('button', name, (box) => {
    const { ref = null, ...own } = draw(box);
    return { state: { busy: box.ask.busy }, own: { type: 'button', children: box.labels[name], ...own }, refs: [ref] };
  });
}
