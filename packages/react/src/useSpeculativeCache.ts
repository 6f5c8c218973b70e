'use client';
import { COLD_STATUS, type Trigger, type WarmReport, type WarmStatus } from '@forewarm/core';
import { type FocusEvent, type FormEvent, type PointerEvent, useCallback, useMemo, useSyncExternalStore } from 'react';
import { isByPerson } from './environment.js';
import { useForewarm } from './ForewarmProvider.js';
import { useLatest } from './useLatest.js';
import { type AnyPrefix, useStablePrefix } from './useStablePrefix.js';

export interface SpeculativeCacheHookOptions {
  /** What the next question will be asked on. May be written inline. */
  prefix: AnyPrefix;
  /** Which of the input's events count, among focus, keystroke and hover. Default: those of the provider's policy. */
  triggers?: readonly Trigger[] | undefined;
  /** False leaves the prefix alone, whatever happens to the input. Default true. */
  enabled?: boolean | undefined;
}

/** The handlers an input needs for its prefix to be warmed. */
export interface InputProps {
  readonly onFocus: (event: FocusEvent) => void;
  readonly onInput: (event: FormEvent) => void;
  readonly onPointerEnter: (event: PointerEvent) => void;
}
type UserHandlers = { readonly [Name in keyof InputProps]?: InputProps[Name] | undefined };

/** The warm side of an input: how warm its prefix is, and what keeps it so. */
export interface SpeculativeCacheResult extends WarmStatus {
  /** Warms now, unless the policy speaks against it; never rejects. */
  readonly warm: (trigger?: Trigger) => Promise<WarmReport>;
  /** Notes that a person reaches for the input; cheap enough for every keystroke. */
  readonly intend: (trigger: Trigger) => void;
  /** Props for an input, textarea or contenteditable element. Handlers of your own given here run first. */
  readonly getInputProps: <Props extends object>(props?: Props & UserHandlers) => Props & InputProps;
}

/**
 * Warms a prefix while a person reaches for an input, and says how warm it is. Typing renders nothing; a change of status does. A prefix that
 * changes is warmed when the person next does something.
 */
export function useSpeculativeCache(options: SpeculativeCacheHookOptions): SpeculativeCacheResult {
  const cache = useForewarm();
  const prefix = useStablePrefix(options.prefix);
  const { enabled = true, triggers = cache.policy.triggers } = options;
  const subscribe = useCallback((listener: () => void) => cache.subscribe(prefix, listener), [cache, prefix]);
  const status = useSyncExternalStore(
    subscribe,
    () => cache.status(prefix),
    () => COLD_STATUS,
  );
  const latestRef = useLatest({ prefix, enabled, triggers });

  const actions = useMemo(() => {
    const intend = (trigger: Trigger): void => {
      if (latestRef.current.enabled) cache.intend(latestRef.current.prefix, trigger);
    };
    const on = (trigger: Trigger): void => {
      if (latestRef.current.triggers.includes(trigger)) intend(trigger);
    };
    const getInputProps = <Props extends object>(props?: Props & UserHandlers): Props & InputProps => ({
      ...(props as Props),
      onFocus(event) {
        props?.onFocus?.(event);
        if (isByPerson()) on('focus');
      },
      onInput(event) {
        props?.onInput?.(event);
        on('keystroke');
      },
      onPointerEnter(event) {
        props?.onPointerEnter?.(event);
        // A finger that scrolls enters too.
        if (event.pointerType === 'mouse') on('hover');
      },
    });
    return {
      intend,
      getInputProps,
      warm: (trigger: Trigger = 'manual'): Promise<WarmReport> => cache.warm(latestRef.current.prefix, { trigger }),
    };
  }, [cache, latestRef]);

  return useMemo(() => ({ ...status, ...actions }), [status, actions]);
}
