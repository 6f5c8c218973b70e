'use client';
import type { ForewarmClient } from '@forewarm/core';
import { createContext } from 'react';
import { useInside } from './useInside.js';
import type { AnyPrefix } from './useStablePrefix.js';

export const ClientContext = createContext<ForewarmClient<AnyPrefix> | null>(null);

/** The provider's client; throws `invalid-option` without one. */
export function useForewarmClient(): ForewarmClient<AnyPrefix> {
  const remedy = 'component; wrap your app in one: <ForewarmProvider adapter={http()}>';
  return useInside(ClientContext, 'useForewarmClient', 'ForewarmProvider', remedy);
}
