'use client';
import type { AskState } from '@forewarm/core';
import type { ReactNode } from 'react';
import type { Labels } from '../labels.js';
import { useBox } from './context.js';

/**
 * Says to a screen reader that a question was sent, that its answer starts anew, and how it ended;
 * tokens in between are left to be read at will.
 */
export function Announcer(): ReactNode {
  const { ask, labels } = useBox();
  return (
    <div role="status" data-forewarm="unseen">
      {announcement(ask, labels)}
    </div>
  );
}

function announcement({ status, restarted }: AskState, labels: Labels): string {
  // A failure is said by the text that shows it, so that the page holds it once.
  if (status === 'idle' || status === 'failed') return '';
  if (status === 'done' || status === 'stopped') return labels.announce[status];
  return labels.announce[restarted ? 'restarted' : 'waiting'];
}
