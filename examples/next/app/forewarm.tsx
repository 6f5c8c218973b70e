'use client';
import { http } from '@forewarm/adapters/http';
import { ForewarmProvider } from '@forewarm/react';
import { ForewarmDevtools } from '@forewarm/react/devtools';
import type { ReactNode } from 'react';

const adapter = http({ url: '/api/forewarm' });

/** A client component, since the adapter holds functions. */
export function Forewarm({ children }: { children: ReactNode }) {
  return (
    <ForewarmProvider adapter={adapter}>
      {children}
      {/* Empty in production builds. */}
      <ForewarmDevtools />
    </ForewarmProvider>
  );
}
