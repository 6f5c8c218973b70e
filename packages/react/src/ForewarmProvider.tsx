'use client';
import { type ReactNode, useInsertionEffect, useState, useSyncExternalStore } from 'react';
import { ClientLease, type LeaseOptions } from './clientLease.js';
import { ClientContext } from './useForewarmClient.js';
import type { AnyPrefix } from './useStablePrefix.js';

export interface ForewarmProviderProps<P extends AnyPrefix> extends LeaseOptions<P> {
  /** Components that use the hooks. */
  children?: ReactNode;
}

/**
 * Gives the hooks below it one client. To change an option that is read once, give the provider a
 * new `key`.
 */
export function ForewarmProvider<P extends AnyPrefix>(props: ForewarmProviderProps<P>): ReactNode {
  const [lease] = useState(() => new ClientLease(props));
  useInsertionEffect(() => lease.turnTo(props));
  const client = useSyncExternalStore(lease.hold, lease.current, lease.current);
  return <ClientContext.Provider value={client}>{props.children}</ClientContext.Provider>;
}
