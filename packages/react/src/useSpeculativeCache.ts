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
  /** What the next question will be asked on. May be written inline. */
  prefix: AnyPrefix;
  /**
   * What counts. `visible` and `idle` need the `ref`. Default: the triggers of the provider's
   * policy.
   */
  triggers?: readonly Trigger[] | undefined;
  /**
   * Whether an answer may be begun for the draft before it is sent, which then leaves the browser.
   * Takes `speculation` on the provider and `speculativeAnswers` on the server; send the question
   * without white space around it. For `useChat`: `transport.ahead(id, messages)`. Default false.
   */
  speculativeAnswers?: boolean | SpeculationSource | undefined;
  /** False leaves the prefix alone, whatever happens to the input. Default true. */
  enabled?: boolean | undefined;
}

/** The warm side of an input: how warm its prefix is, and what keeps it so. */
export interface SpeculativeCacheResult extends WarmStatus {
  /** Warms now, unless the policy speaks against it; never rejects. */
  readonly warm: (trigger?: Trigger) => Promise<WarmReport>;
  /** Notes that a person reaches for the input; cheap enough for every keystroke. */
  readonly intend: (trigger: Trigger) => void;
  /**
   * Notes a question that your app asks by other means, such as a form with a route of its own:
   * what is only scheduled is given up, and the warms before it are not wasted. Call what it
   * returns once the answer has come, with its `usage` where you know it. `useAsk` and
   * `useWarmedTransport` do so by themselves.
   */
  readonly asked: () => Answered;
  /**
   * Watches whatever element it is given to, by itself: use it instead of `getInputProps` where you
   * can't set handlers.
   */
  readonly ref: RefCallback<Element>;
  /**
   * Props for an input, textarea or contenteditable element. Handlers of your own given here run
   * first.
   */
  readonly getInputProps: <Props extends object>(props?: Props & UserHandlers) => Props & InputProps;
}

/**
 * Warms a prefix while a person reaches for an input, and says how warm it is. Typing renders
 * nothing; a change of status does. A prefix that changes is warmed when the person next does
 * something.
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
