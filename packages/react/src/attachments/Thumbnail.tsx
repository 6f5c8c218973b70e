'use client';
import type { TurnPart } from '@forewarm/core';
import type { ReactNode } from 'react';

export function Thumbnail({ part }: { part: TurnPart }): ReactNode {
  if (part.type === 'image') {
    return <img data-forewarm="thumbnail" alt="" src={`data:${part.mediaType};base64,${part.data}`} />;
  }
  return (
    <svg data-forewarm="thumbnail" viewBox="0 0 24 24" aria-hidden="true">
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
        d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"
      />
    </svg>
  );
}
