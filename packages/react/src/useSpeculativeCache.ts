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
  /** The next question's prefix; may be written inline. */
  prefix: AnyPrefix;
  /** Events that warm; `visible` and `idle` need `ref`. Default: the policy's. */
  triggers?: readonly Trigger[] | undefined;
  /**
   * Whether a draft may be answered before it is sent; it then leaves the browser. Needs
   * `speculation` on the provider and `speculativeAnswers` on the server. Send the question
   * trimmed. For `useChat`: `transport.ahead(id, messages)`. Default false.
   */
  speculativeAnswers?: boolean | SpeculationSource | undefined;
  /** False never warms. Default true. */
  enabled?: boolean | undefined;
}

/** A prefix's warmth, and what an input needs to warm it. */
export interface SpeculativeCacheResult extends WarmStatus {
  /** Warms now, if the policy allows it; never rejects. */
  readonly warm: (trigger?: Trigger) => Promise<WarmReport>;
  /** Reports a trigger; cheap enough for every keystroke. */
  readonly intend: (trigger: Trigger) => void;
  /**
   * Reports a question asked without the kit, as by a form: a scheduled warm is cancelled, earlier
   * warms count as used. When the answer is complete, call the returned function, with its `usage`
   * if known.
   */
  readonly asked: () => Answered;
  /** Watches its element: for `visible` and `idle`, or where you can't set handlers. */
  readonly ref: RefCallback<Element>;
  /** Props for an input, textarea or contenteditable element. Handlers given here run first. */
  readonly getInputProps: <Props extends object>(props?: Props & UserHandlers) => Props & InputProps;
}

/**
 * Warms a prefix when a person focuses an input or types, and returns its warmth. Renders when the
 * status changes. A changed prefix warms at the next trigger.
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
  const target = { client, prefix, enabled, triggers, speculates: enabled && speculativeAnswers };
  const [intent] = useState(() => new InputIntent(target));
  // Before any handler can run, without rendering.
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
