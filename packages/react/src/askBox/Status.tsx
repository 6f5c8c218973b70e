'use client';
import { forwardRef } from 'react';
import { Part, type PartProps, useJoinedRef } from '../part.js';
import { useAskBox } from './context.js';

export type AskBoxStatusState = {
  /** The prefix's: `cold`, `warming`, `fresh`, `stale`, `skipped` or `failed`. */
  readonly status: string;
};
export type AskBoxStatusProps = PartProps<'span', AskBoxStatusState>;

/** How warm the prefix is: a word beside a dot, with the reason where there is one. */
export const Status = forwardRef<HTMLSpanElement, AskBoxStatusProps>(function AskBoxStatus(given, ref) {
  const attach = useJoinedRef(ref);
  const { warm, labels } = useAskBox();
  const { status, reason, error } = warm;
  const why = error ? labels.error(error) : reason ? labels.reason(reason) : null;
  const own = {
    children: (
      <>
        <span data-forewarm="dot" />
        {labels.warm[status]}
        {why !== null && <span data-forewarm="reason">: {why}</span>}
      </>
    ),
  };
  return <Part tag="span" part="status" state={{ status }} given={given} own={own} attach={attach} />;
});
