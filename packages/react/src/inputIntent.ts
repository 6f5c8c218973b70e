import type { ForewarmClient, Trigger } from '@forewarm/core';
import type { FocusEvent, FormEvent, PointerEvent as ReactPointerEvent, RefCallback, SyntheticEvent } from 'react';
import { isByPerson } from './environment.js';
import { observeInput } from './observeInput.js';
import type { Draft, SpeculationSource } from '@forewarm/core/kit';
import type { AnyPrefix } from './useStablePrefix.js';

/** Handlers that warm an input's prefix. */
export interface InputProps {
  /** Fires `focus`, if a person caused it. */
  readonly onFocus: (event: FocusEvent) => void;
  /** Fires `keystroke`: at the first key, then after a pause. */
  readonly onInput: (event: FormEvent) => void;
  /** Starts `hover`, only for a mouse. */
  readonly onPointerEnter: (event: ReactPointerEvent) => void;
  /** Ends `hover`. */
  readonly onPointerLeave: (event: ReactPointerEvent) => void;
}

/** Your own handlers, called first. */
export type UserHandlers = { readonly [Name in keyof InputProps]?: InputProps[Name] | undefined };

export interface IntentTarget {
  readonly client: ForewarmClient<AnyPrefix>;
  readonly prefix: AnyPrefix;
  readonly enabled: boolean;
  readonly triggers: readonly Trigger[];
  readonly speculates: boolean | SpeculationSource;
}

interface InputEvent {
  readonly type: string;
  readonly target: EventTarget | null;
}

/** Turns events of handlers or the element into triggers. */
export class InputIntent {
  #target: IntentTarget;
  #element: Element | null = null;
  #watching = false;
  /** Handlers are in use: the element reports only `visible` and `idle`. */
  #handled = false;
  #end: (() => void) | undefined;
  /** Last typed into, for inputs without `ref`. */
  #input: Element | null = null;
  #draft: Draft<AnyPrefix> | null = null;

  constructor(target: IntentTarget) {
    this.#target = target;
  }

  /** Watches again: `visible` counts once per prefix. */
  turnTo(target: IntentTarget): void {
    const before = this.#target;
    this.#target = target;
    const { prefix, client, triggers, speculates } = target;
    if (before.client !== client || !speculates) this.#endDraft();
    if (before.prefix !== prefix) this.#switched(before.prefix);
    if (before.prefix === prefix && before.client === client && before.triggers.join() === triggers.join()) return;
    this.#watch();
  }

  /** Watches until the returned function is called. */
  start(): () => void {
    this.#watching = true;
    this.#watch();
    return () => {
      this.#watching = false;
      this.#endDraft();
      this.#leave();
      this.#watch();
    };
  }

  readonly intend = (trigger: Trigger): void => {
    const { client, prefix, enabled } = this.#target;
    if (enabled) client.intend(prefix, trigger);
  };

  readonly ref: RefCallback<Element> = (element) => {
    this.#element = element;
    this.#watch();
  };

  get uses(): { readonly byRef: boolean; readonly byProps: boolean } {
    return { byRef: this.#element !== null, byProps: this.#handled };
  }

  readonly getInputProps = <Props extends object>(props?: Props & UserHandlers): Props & InputProps => {
    this.#handled = true;
    const handler = (name: keyof InputProps) => (event: SyntheticEvent) => {
      props?.[name]?.(event as never);
      this.#see(event);
    };
    return {
      ...(props as Props),
      onFocus: handler('onFocus'),
      onInput: handler('onInput'),
      onPointerEnter: handler('onPointerEnter'),
      onPointerLeave: handler('onPointerLeave'),
    };
  };

  readonly #see = (event: InputEvent): void => {
    const { type } = event;
    if (type === 'input') {
      this.#on('keystroke');
      this.#input = event.target as Element;
      this.#edited(textOf(event.target));
    } else if (type === 'pointerenter') {
      // A finger that scrolls enters too.
      if ((event as PointerEvent).pointerType === 'mouse') this.#on('hover');
    } else if (type === 'pointerleave') {
      this.#leave();
    } else if (isByPerson()) {
      this.#on('focus');
    }
  };

  #edited(text: string): void {
    const { client, prefix, speculates } = this.#target;
    if (!speculates) return;
    this.#draft ??= client.speculations!.draft();
    this.#draft.edit(prefix, text, speculates === true ? undefined : speculates);
  }

  #endDraft(): void {
    this.#draft?.end();
    this.#draft = null;
  }

  /** In mid-draft, a question on the new prefix is likely. */
  #switched(from: AnyPrefix): void {
    const { client, prefix, enabled } = this.#target;
    if (enabled) client.switched(from, prefix);
    const element = this.#element ?? this.#input;
    const text = textOf(element);
    const isAtIt = text.trim() !== '' && element!.ownerDocument.activeElement === element;
    if (isAtIt) this.#on('keystroke');
    // What was begun on the prefix before is no answer now.
    if (isAtIt || this.#draft) this.#edited(text);
  }

  readonly #seeItself = (event: Event): void => {
    if (!this.#handled) this.#see(event);
  };

  readonly #on = (trigger: Trigger): void => {
    const { client, prefix, enabled, triggers } = this.#target;
    if (enabled && triggers.includes(trigger)) client.intend(prefix, trigger);
  };

  #leave(): void {
    const { client, prefix, triggers } = this.#target;
    if (triggers.includes('hover')) client.cancel(prefix);
  }

  #watch(): void {
    this.#end?.();
    if (this.#watching && this.#element)
      this.#end = observeInput(this.#element, this.#target.triggers, this.#seeItself, this.#on);
  }
}

function textOf(target: EventTarget | null): string {
  const { value, textContent } = (target ?? {}) as Partial<HTMLTextAreaElement>;
  return value ?? textContent ?? '';
}
