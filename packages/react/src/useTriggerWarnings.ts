'use client';
import type { Trigger } from '@forewarm/core';
import { useEffect } from 'react';
import { warnOnce } from './development.js';
import type { InputIntent } from './inputIntent.js';
import { silentTriggers } from './silentTriggers.js';
import { useForewarmClient } from './useForewarmClient.js';

/** See `development.ts`. */
declare const process: { readonly env: { readonly NODE_ENV?: string } };

/** Milliseconds an input may take to appear. */
const PATIENCE_MS = 5_000;

/** Warns in development of triggers that can't warm. */
export function useTriggerWarnings(intent: InputIntent, enabled: boolean, given: readonly Trigger[] | undefined): void {
  const client = useForewarmClient();
  const named = given?.join();
  useEffect(() => {
    if (process.env.NODE_ENV !== 'production' && enabled) {
      const triggers = named === undefined ? undefined : (named.split(',').filter(Boolean) as Trigger[]);
      const check = (): void => {
        const watching = { given: triggers, policy: client.policy.triggers, ...intent.uses };
        for (const warning of silentTriggers(watching)) warnOnce(client, `useSpeculativeCache: ${warning}`);
      };
      // An input in a dialog comes later.
      if (intent.uses.byProps || intent.uses.byRef) return check();
      return client.environment.setTimeout(check, PATIENCE_MS);
    }
  }, [client, intent, enabled, named]);
}
