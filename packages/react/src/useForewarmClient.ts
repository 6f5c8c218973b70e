'use client';
import { ForewarmError, type ForewarmClient } from '@forewarm/core';
import { createContext, useContext } from 'react';
import type { AnyPrefix } from './useStablePrefix.js';

/** The client of the provider around. */
export const ClientContext = createContext<ForewarmClient<AnyPrefix> | null>(null);

/** The provider's client. Throws `invalid-option` without a provider. */
export function useForewarmClient(): ForewarmClient<AnyPrefix> {
  const client = useContext(ClientContext);
  if (client) return client;
  throw new ForewarmError(
    'invalid-option',
    'useForewarmClient: there is no ForewarmProvider around this component; wrap your app in one: <ForewarmProvider adapter={http()}>.',
  );
}
