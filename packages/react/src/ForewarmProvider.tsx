'use client';
import type { Adapter, Environment } from '@forewarm/core';
import type { EventListener, Policy, SharedStore, Speculator } from '@forewarm/core/kit';
import { type ReactNode, useInsertionEffect, useState, useSyncExternalStore } from 'react';
import { ClientLease } from './clientLease.js';
import { browserEnvironment } from './environment.js';
import type { SharedTabs } from './tabStore.js';
import { ClientContext } from './useForewarmClient.js';
import type { AnyPrefix } from './useStablePrefix.js';

export interface ForewarmProviderProps<P extends AnyPrefix> {
  /**
   * The backend, such as `http({ url: '/api/forewarm' })`. May be written inline: calls go to the
   * latest one.
   */
  adapter: Adapter<P>;
  /**
   * When to warm: made by `definePolicy`. Read once; the function `enabled` is called at every
   * decision.
   */
  policy?: Policy | undefined;
  /**
   * Where warmth is kept, such as `queryStore(queryClient)` of `@forewarm/react/query`. Read once.
   * Default: in this provider.
   */
  store?: SharedStore | undefined;
  /** Clock, timers and page visibility. Read once. Default `browserEnvironment()`. */
  environment?: Environment | undefined;
  /**
   * Lets the tabs of this origin warm a prefix once for all: `sharedTabs()` of
   * `@forewarm/react/tabs`. Read once. The adapter must say which backend it calls, as `http` does.
   */
  shareTabs?: SharedTabs | undefined;
  /**
   * Lets boxes begin answers before their questions are sent: `speculativeAnswers()` of
   * `@forewarm/core/speculation`. Read once. Default: none.
   */
  speculation?: Speculator | undefined;
  /** Called with every event. */
  onEvent?: EventListener | undefined;
  /** The components that use the hooks and the ask box. */
  children?: ReactNode;
}

/**
 * Holds the client that the hooks below it share. Options read once stay for its life; for another
 * backend give it another `key`.
 */
export function ForewarmProvider<P extends AnyPrefix>(props: ForewarmProviderProps<P>): ReactNode {
  const [lease] = useState(() => {
    const { adapter, onEvent, policy, environment = browserEnvironment(), store, shareTabs, speculation } = props;
    return new ClientLease({ adapter, onEvent, policy, environment, store, shareTabs, speculation });
  });
  useInsertionEffect(() => lease.turnTo(props));
  const client = useSyncExternalStore(lease.hold, lease.current, lease.current);
  return <ClientContext.Provider value={client}>{props.children}</ClientContext.Provider>;
}
