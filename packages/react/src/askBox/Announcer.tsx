'use client';
import type { AskState } from '@forewarm/core';
import type { CSSProperties, ReactNode } from 'react';
import type { Labels } from '../labels.js';
import { useAskBox } from './context.js';

/** Out of sight without the stylesheet too, since a live region has to be in the page before it speaks. */
export const VISUALLY_HIDDEN: CSSProperties = {
  position: 'absolute',
  width: 1,
  height: 1,
  padding: 0,
  border: 0,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
};

/** Says to a screen reader that a question was sent and how its answer ended; tokens in between are left to be read at will. */
export function Announcer(): ReactNode {
  const { ask, labels } = useAskBox();
  return (
    <div role="status" style={VISUALLY_HIDDEN}>
      {announcement(ask, labels)}
    </div>
  );
}

function announcement({ status, error }: AskState, labels: Labels): string {
  if (status === 'idle') return '';
  if (status === 'failed') return error ? labels.error(error) : '';
  return labels.announce[status === 'answering' ? 'waiting' : status];
}
