'use client';
import { invalidOption, type Trigger, type WarmReport, type WarmStatus } from '@forewarm/core';
import { type Answered, COLD_STATUS, type SpeculationSource, TRIGGERS } from '@forewarm/core/kit';
import {
  type RefCallback,
  useCallback,
  useEffect,
  useInsertionEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { useForewarmClient } from './useForewarmClient.js';
import { useTriggerWarnings } from './useTriggerWarnings.js';
import { InputIntent, type InputProps, type UserHandlers } from './inputIntent.js';
import { type AnyPrefix, useStablePrefix } from './useStablePrefix.js';

export interface SpeculativeCacheOptions {
  /** The next question's prefix. May be written inline. */
  prefix: AnyPrefix;
  /**
   * Signs that warm. `visible` and `idle` need the `ref`. Default: the triggers of the provider's
   * policy.
   */
  triggers?: readonly Trigger[] | undefined;
  /**
   * Whether the client may begin an answer for the draft before it is sent; the draft then leaves
   * the browser. Needs `speculation` on the provider and `speculativeAnswers` on the server. Send
   * the question trimmed. For `useChat`: `transport.ahead(id, messages)`. Default false.
   */
  speculativeAnswers?: boolean | SpeculationSource | undefined;
  /** False never warms, whatever happens to the input. Default true. */
  enabled?: boolean | undefined;
}

/** The warm side of an input: how warm its prefix is, and what keeps it so. */
export interface SpeculativeCacheResult extends WarmStatus {
  /** Warms now, if the policy allows it; never rejects. */
  readonly warm: (trigger?: Trigger) => Promise<WarmReport>;
  /** Reports a person's sign; cheap enough for every keystroke. */
  readonly intend: (trigger: Trigger) => void;
  /**
   * Reports a question that your app asks by other means, such as a form with its own route. It
   * cancels a scheduled warm, and the warms before count as used. Call the function it returns when
   * the answer is complete, with its `usage` if you know it. `useAsk` and `useWarmedTransport` call
   * it by themselves.
   */
  readonly asked: () => Answered;
  /**
   * Watches the element it is given to. Use it instead of `getInputProps` where you can't set
   * handlers.
   */
  readonly ref: RefCallback<Element>;
  /**
   * Props for an input, textarea or contenteditable element. Your own handlers given here run
   * first.
   */
  readonly getInputProps: <Props extends object>(props?: Props & UserHandlers) => Props & InputProps;
}

/**
 * Warms a prefix when a person focuses an input or types, and returns how warm it is. Only a change
 * of status renders. A changed prefix is warmed at the person's next sign.
 */
export function useSpeculativeCache(options: SpeculativeCacheOptions): SpeculativeCacheResult {
  const client = useForewarmClient();
  const prefix = useStablePrefix(options.prefix);
  const { enabled = true, speculativeAnswers = false } = options;
  if (speculativeAnswers && !client.speculations) {
    const needed = 'false, or speculation={speculativeAnswers()} be given to ForewarmProvider';
    throw invalidOption('useSpeculativeCache', 'speculativeAnswers', true, needed);
  }
  const { triggers: given } = options;
  const triggers = given ?? client.policy.triggers;
  for (const trigger of triggers) {
    if (!TRIGGERS.includes(trigger)) {
      throw invalidOption('useSpeculativeCache', 'triggers', trigger, `among ${TRIGGERS.join(', ')}`);
    }
  }
  const subscribe = useCallback((listener: () => void) => client.subscribe(prefix, listener), [client, prefix]);
  const status = useSyncExternalStore(
    subscribe,
    () => client.status(prefix),
    () => COLD_STATUS,
  );
  const target = { client, prefix, enabled, triggers, speculates: speculativeAnswers };
  const [intent] = useState(() => new InputIntent(target));
  // Before any handler can run and without rendering.
  useInsertionEffect(() => intent.turnTo(target));
  useEffect(() => intent.start(), [intent]);
  useTriggerWarnings(intent, enabled, given);
  return useMemo(() => {
    const { ref, getInputProps, intend } = intent;
    const warm = (trigger: Trigger = 'manual'): Promise<WarmReport> => client.warm(prefix, { trigger });
    const asked = (): Answered => client.asked(prefix);
    return { ...status, ref, getInputProps, intend, warm, asked };
  }, [status, intent, client, prefix]);
}
