'use client';
import type { AskState } from '@forewarm/core';
import type { ReactNode } from 'react';
import type { Labels } from '../labels.js';
import { useBox } from './context.js';

/** Announces a question's start, restart and end. */
export function Announcer(): ReactNode {
  const { ask, labels } = useBox();
  return (
    <div role="status" data-forewarm="unseen">
      {announcement(ask, labels)}
    </div>
  );
}

function announcement({ status, restarted }: AskState, labels: Labels): string {
  // `Problem` announces failures.
  if (status === 'idle' || status === 'failed') return '';
  if (status === 'done' || status === 'stopped') return labels.announce[status];
  return labels.announce[restarted ? 'restarted' : 'waiting'];
}
