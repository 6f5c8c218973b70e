import type { ForewarmClient, Trigger } from '@forewarm/core';
import type { FocusEvent, FormEvent, PointerEvent as ReactPointerEvent, RefCallback, SyntheticEvent } from 'react';
import { isByPerson } from './environment.js';
import { observeInput } from './observeInput.js';
import type { Draft, SpeculationSource } from '@forewarm/core/kit';
import type { AnyPrefix } from './useStablePrefix.js';

/** The handlers that make an input warm its prefix. */
export interface InputProps {
  /** Fires `focus`, if a person caused it. */
  readonly onFocus: (event: FocusEvent) => void;
  /** Fires `keystroke`: at the first key, then after a pause. */
  readonly onInput: (event: FormEvent) => void;
  /** Starts `hover`: for a mouse, never for touch. */
  readonly onPointerEnter: (event: ReactPointerEvent) => void;
  /** Ends `hover`. */
  readonly onPointerLeave: (event: ReactPointerEvent) => void;
}

/** Your own handlers; they run first. */
export type UserHandlers = { readonly [Name in keyof InputProps]?: InputProps[Name] | undefined };

/** What is warmed, and by what. */
export interface IntentTarget {
  readonly client: ForewarmClient<AnyPrefix>;
  readonly prefix: AnyPrefix;
  readonly enabled: boolean;
  readonly triggers: readonly Trigger[];
  /** Whether the client may begin an answer for the draft. */
  readonly speculates: boolean | SpeculationSource;
}

/** An event of an input, of the browser or of React. */
interface InputEvent {
  readonly type: string;
  readonly target: EventTarget | null;
}

/** Turns one input's events into signs, from handlers or from its element. */
export class InputIntent {
  #target: IntentTarget;
  #element: Element | null = null;
  #watching = false;
  /** Whether handlers are in use: then the element only reports `visible` and `idle`. */
  #handled = false;
  #end: (() => void) | undefined;
  /** The latest element typed into, for inputs without the `ref`. */
  #input: Element | null = null;
  #draft: Draft<AnyPrefix> | null = null;

  constructor(target: IntentTarget) {
    this.#target = target;
  }

  /** Changes the target. Watches the element again, since `visible` counts once per prefix. */
  turnTo(target: IntentTarget): void {
    const before = this.#target;
    this.#target = target;
    const { prefix, client, triggers, speculates } = target;
    if (before.client !== client || !speculates) this.#endDraft();
    if (before.prefix !== prefix) this.#switched(before.prefix);
    if (before.prefix === prefix && before.client === client && before.triggers.join() === triggers.join()) return;
    this.#watch();
  }

  /** Watches the present element and any later one, until the returned function is called. */
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

  /** Which parts of the hook are in use, after a render. */
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

  /** Reads an event, of a handler or of the element. */
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
    const { client, prefix, enabled, speculates } = this.#target;
    if (!speculates || !enabled) return;
    this.#draft ??= client.speculations!.draft();
    this.#draft.edit(prefix, text, speculates === true ? undefined : speculates);
  }

  #endDraft(): void {
    this.#draft?.end();
    this.#draft = null;
  }

  /** The prefix changed. If the person is at a draft, a question on the new one is likely. */
  #switched(from: AnyPrefix): void {
    const { client, prefix, enabled } = this.#target;
    if (enabled) client.switched(from, prefix);
    const element = this.#element ?? this.#input;
    if (element?.ownerDocument.activeElement !== element || textOf(element) === '') return;
    this.#on('keystroke');
    this.#edited(textOf(element));
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
  return (value ?? textContent ?? '').trim();
}
