import type { SpeculativeCache, Trigger } from '@forewarm/core';
import type { FocusEvent, FormEvent, PointerEvent, RefCallback } from 'react';
import { isByPerson } from './environment.js';
import { type InputListener, observeInput, textOf } from './observeInput.js';
import type { AnyPrefix } from './useStablePrefix.js';

/** The handlers an input needs for its prefix to be warmed. */
export interface InputProps {
  readonly onFocus: (event: FocusEvent) => void;
  readonly onBlur: (event: FocusEvent) => void;
  readonly onInput: (event: FormEvent) => void;
  readonly onPointerEnter: (event: PointerEvent) => void;
  readonly onPointerLeave: (event: PointerEvent) => void;
}

/** Handlers of one's own, to be run before. */
export type UserHandlers = { readonly [Name in keyof InputProps]?: InputProps[Name] | undefined };

/** What is warmed, and by what. */
export interface IntentTarget {
  readonly cache: SpeculativeCache<AnyPrefix>;
  readonly prefix: AnyPrefix;
  readonly enabled: boolean;
  readonly triggers: readonly Trigger[];
}

/** Turns what happens to one input into intent to ask, by handlers or by watching its element. */
export class InputIntent implements InputListener {
  #target: IntentTarget;
  #element: Element | null = null;
  #watching = false;
  #end = (): void => {};
  /** Lets go of the draft that is held; null while none is. */
  #release: (() => void) | null = null;

  constructor(target: IntentTarget) {
    this.#target = target;
  }

  /** What counts from now on. A watched element is watched anew, since being in view counts once for each prefix. */
  turnTo(target: IntentTarget): void {
    const before = this.#target;
    this.#target = target;
    if (before.prefix !== target.prefix || before.cache !== target.cache) this.draft('');
    if (before.prefix !== target.prefix || before.triggers.join() !== target.triggers.join()) this.#watch();
  }

  /** Watches the element there is and any that comes; the returned function ends that and every wait. */
  start(): () => void {
    this.#watching = true;
    this.#watch();
    return () => {
      this.#watching = false;
      this.leave();
      this.draft('');
      this.#watch();
    };
  }

  readonly intend = (trigger: Trigger): void => {
    const { cache, prefix, enabled } = this.#target;
    if (enabled) cache.intend(prefix, trigger);
  };

  readonly ref: RefCallback<Element> = (element) => {
    this.#element = element;
    this.#watch();
  };

  readonly getInputProps = <Props extends object>(props?: Props & UserHandlers): Props & InputProps => ({
    ...(props as Props),
    onFocus: (event) => {
      props?.onFocus?.(event);
      if (isByPerson()) this.#on('focus');
    },
    onInput: (event) => {
      props?.onInput?.(event);
      this.#on('keystroke');
      this.draft(textOf(event.target));
    },
    onBlur: (event) => {
      props?.onBlur?.(event);
      this.draft('');
    },
    onPointerEnter: (event) => {
      props?.onPointerEnter?.(event);
      // A finger that scrolls enters too.
      if (event.pointerType === 'mouse') this.#on('hover');
    },
    onPointerLeave: (event) => {
      props?.onPointerLeave?.(event);
      this.leave();
    },
  });

  leave(): void {
    const { cache, prefix, triggers } = this.#target;
    if (triggers.includes('hover')) cache.cancel(prefix);
  }

  draft(text: string): void {
    const { cache, prefix, enabled } = this.#target;
    const stands = enabled && text.trim() !== '';
    if (stands === (this.#release !== null)) return;
    this.#release?.();
    this.#release = stands ? cache.hold(prefix) : null;
  }

  #on(trigger: Trigger): void {
    if (this.#target.triggers.includes(trigger)) this.intend(trigger);
  }

  #watch(): void {
    this.#end();
    const element = this.#watching ? this.#element : null;
    this.#end = element ? observeInput(element, this.#target.triggers, this) : () => {};
  }
}
