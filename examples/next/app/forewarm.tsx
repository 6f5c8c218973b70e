'use client';
import { http } from '@forewarm/adapters/http';
import { ForewarmProvider } from '@forewarm/react';
import { ForewarmDevtools } from '@forewarm/react/devtools';
import type { ReactNode } from 'react';

const adapter = http({ url: '/api/forewarm' });

/** A client component, since the adapter is made of functions; what stands inside it may come from the server. */
export function Forewarm({ children }: { children: ReactNode }) {
  return (
    <ForewarmProvider adapter={adapter}>
      {children}
      {/* Nothing in a build for production. */}
      <ForewarmDevtools />
    </ForewarmProvider>
  );
}
