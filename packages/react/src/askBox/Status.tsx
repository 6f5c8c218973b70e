'use client';
import type { WarmStatus } from '@forewarm/core';
import { type AskBoxPart, part } from './part.js';

type StatusState = {
  /** The prefix's status. */
  readonly status: WarmStatus['status'];
};

/** Shows how warm the prefix is, and why. */
export const Status: AskBoxPart<'span', StatusState> = part('span', 'status', ({ warm, labels }) => {
  const { status, reason, error } = warm;
  const why = error ? labels.error(error) : reason ? labels.reason(reason) : null;
  const children = (
    <>
      <span data-forewarm="dot" />
      {labels.warm[status]}
      {why !== null && <span data-forewarm="reason">: {why}</span>}
    </>
  );
  return { state: { status }, own: { children } };
});
