'use client';
import { type RefCallback, useCallback, useMemo, useRef, useState } from 'react';

/** Pixels from the end that count as the end: zoomed pages have fractions. */
const NEAR = 8;

const BACK = ['ArrowUp', 'PageUp', 'Home'];

export interface Follow {
  /** For the element that scrolls; its children grow. */
  readonly ref: RefCallback<HTMLElement>;
  readonly away: boolean;
  /** Goes to the end and follows it; `focus` moves the focus there. */
  readonly toEnd: (focus?: boolean) => void;
}

/** Keeps the end in view until the reader scrolls back. */
export function useFollow(): Follow {
  const [away, setAway] = useState(false);
  const followed = useRef<Followed | null>(null);
  const toEnd = useCallback((focus = false) => followed.current?.toEnd(focus), []);
  const ref = useCallback((element: HTMLElement | null) => {
    followed.current?.end();
    followed.current = element && new Followed(element, setAway);
  }, []);
  return useMemo(() => ({ ref, away, toEnd }), [ref, away, toEnd]);
}

class Followed {
  readonly #element: HTMLElement;
  readonly #tell: (away: boolean) => void;
  /** Null without layout, as in jsdom. */
  readonly #observer: ResizeObserver | null;
  readonly #ended = new AbortController();
  #following = true;
  #top = 0;
  #height = 0;

  constructor(element: HTMLElement, tell: (away: boolean) => void) {
    this.#element = element;
    this.#tell = tell;
    this.#observer = typeof ResizeObserver === 'function' ? new ResizeObserver(() => this.#grown()) : null;
    for (const each of [element, ...element.children]) this.#observer?.observe(each);
    const options = { passive: true, signal: this.#ended.signal };
    element.addEventListener('scroll', this.#scrolled, options);
    element.addEventListener('wheel', this.#wheeled, options);
    element.addEventListener('keydown', this.#pressed, options);
  }

  end(): void {
    this.#observer?.disconnect();
    this.#ended.abort();
  }

  toEnd(focus: boolean): void {
    this.#following = true;
    if (focus) this.#element.focus({ preventScroll: true });
    this.#scroll();
  }

  #grown(): void {
    // An edited question grows too, but must stay in place.
    const isEdited = this.#element.querySelector('[data-forewarm="editor"]') !== null;
    if (this.#following && !isEdited) this.#scroll();
    else this.#look();
  }

  #scroll(): void {
    this.#element.scrollTop = this.#element.scrollHeight;
    this.#look();
  }

  readonly #scrolled = (): void => {
    const { scrollTop, scrollHeight } = this.#element;
    // Shrinking content scrolls without a reader.
    if (scrollTop < this.#top && scrollHeight >= this.#height) this.#following = false;
    else if (scrollTop > this.#top && this.#near()) this.#following = true;
    this.#look();
  };

  // A smooth scroll begins with one pixel, which the next growth would undo.
  readonly #wheeled = ({ deltaY }: WheelEvent): void => {
    if (deltaY < 0 && this.#element.scrollTop > 0) this.#following = false;
  };

  readonly #pressed = ({ key, target }: KeyboardEvent): void => {
    const typing = target instanceof HTMLTextAreaElement;
    if (BACK.includes(key) && !typing && this.#element.scrollTop > 0) this.#following = false;
  };

  #near(): boolean {
    const { scrollTop, scrollHeight, clientHeight } = this.#element;
    return scrollHeight - clientHeight - scrollTop <= NEAR;
  }

  #look(): void {
    this.#top = this.#element.scrollTop;
    this.#height = this.#element.scrollHeight;
    this.#tell(!this.#following && !this.#near());
  }
}
