'use client';
import { forwardRef } from 'react';
import { Part, type PartProps, useJoinedRef } from '../part.js';
import { useAskBox } from './context.js';

export type AskBoxButtonState = {
  /** Whether an answer is awaited or coming in. */
  readonly busy: boolean;
};
export type AskBoxButtonProps = PartProps<'button', AskBoxButtonState>;

/** Sends the question. Hidden while an answer comes in, when `Stop` stands in its place. */
export const Submit = forwardRef<HTMLButtonElement, AskBoxButtonProps>(function AskBoxSubmit(given, ref) {
  const { ask, labels, submit, submitButton } = useAskBox();
  const attach = useJoinedRef(ref, submitButton);
  const { busy } = ask;
  const own = { type: 'button' as const, hidden: busy, onClick: submit, children: labels.submit };
  return <Part tag="button" part="submit" state={{ busy }} given={given} own={own} attach={attach} />;
});

/** Ends the answer that is coming in; hidden while none is. */
export const Stop = forwardRef<HTMLButtonElement, AskBoxButtonProps>(function AskBoxStop(given, ref) {
  const { ask, labels, stopButton } = useAskBox();
  const attach = useJoinedRef(ref, stopButton);
  const { busy } = ask;
  const own = { type: 'button' as const, hidden: !busy, onClick: () => ask.stop(), children: labels.stop };
  return <Part tag="button" part="stop" state={{ busy }} given={given} own={own} attach={attach} />;
});

/** Asks the same question again, after an error, a stop or an answer one would have otherwise; hidden before. */
export const Retry = forwardRef<HTMLButtonElement, AskBoxButtonProps>(function AskBoxRetry(given, ref) {
  const { ask, labels } = useAskBox();
  const attach = useJoinedRef(ref);
  const { busy, status, question } = ask;
  const hidden = busy || status === 'idle' || question === '';
  const own = { type: 'button' as const, hidden, onClick: () => void ask.retry(), children: labels.retry };
  return <Part tag="button" part="retry" state={{ busy }} given={given} own={own} attach={attach} />;
});

/** Forgets the conversation; hidden before there is one. */
export const Reset = forwardRef<HTMLButtonElement, AskBoxButtonProps>(function AskBoxReset(given, ref) {
  const { ask, labels, input } = useAskBox();
  const attach = useJoinedRef(ref);
  const { busy } = ask;
  const own = {
    type: 'button' as const,
    hidden: ask.question === '' && ask.turns.length === 0,
    onClick() {
      ask.reset();
      input.current?.focus();
    },
    children: labels.reset,
  };
  return <Part tag="button" part="reset" state={{ busy }} given={given} own={own} attach={attach} />;
});
