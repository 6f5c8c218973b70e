'use client';
import { type ReactNode, useInsertionEffect, useState, useSyncExternalStore } from 'react';
import { ClientLease, type LeaseOptions } from './clientLease.js';
import { ClientContext } from './useForewarmClient.js';
import type { AnyPrefix } from './useStablePrefix.js';

export interface ForewarmProviderProps<P extends AnyPrefix> extends LeaseOptions<P> {
  /** The components that use the hooks and the ask box. */
  children?: ReactNode;
}

/**
 * Holds the client that the hooks below it share. Options read once stay for its life; for another
 * backend give it another `key`.
 */
export function ForewarmProvider<P extends AnyPrefix>(props: ForewarmProviderProps<P>): ReactNode {
  const [lease] = useState(() => new ClientLease(props));
  useInsertionEffect(() => lease.turnTo(props));
  const client = useSyncExternalStore(lease.hold, lease.current, lease.current);
  return <ClientContext.Provider value={client}>{props.children}</ClientContext.Provider>;
}
