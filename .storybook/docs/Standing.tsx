import { type ReactNode, useEffect, useRef } from 'react';
import { pick } from '../../packages/react/src/testing/files.js';

/** Sets what stands in an input as a person's typing would, so that React hears of it. */
function type(input: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  // By the element's class: React watches the property of the element itself.
  Reflect.set(Object.getPrototypeOf(input) as object, 'value', text, input);
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

/**
 * A question to ask, files to attach, or by their names a button to press or a region to scroll
 * back to its start.
 */
export type Step =
  string | { readonly press: string } | { readonly scrollBack: string } | { readonly attach: () => readonly File[] };

/** Takes each step once the answer before has ended. Takes no focus: nobody's page scrolls away. */
async function take(story: HTMLElement, steps: readonly Step[], signal: AbortSignal): Promise<void> {
  for (const step of steps) {
    if (typeof step === 'string') await ask(story, step, signal);
    else if ('press' in step) await press(story, step.press, signal);
    else if ('attach' in step) await attach(story, step.attach(), signal);
    else await scrollBack(story, step.scrollBack);
    await ended(story, signal);
  }
}

/** Waits for a button that can be pressed; gives up after five seconds. */
async function button(story: HTMLElement, name: string, signal: AbortSignal): Promise<HTMLElement | undefined> {
  for (let tries = 0; tries < 50 && !signal.aborted; tries++) {
    const found = [...story.querySelectorAll('button')].find(
      (each) => each.checkVisibility() && (each.ariaLabel ?? each.textContent.trim()) === name,
    );
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return undefined;
}

const nextFrame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

async function press(story: HTMLElement, name: string, signal: AbortSignal): Promise<void> {
  const found = await button(story, name, signal);
  const { scrollX, scrollY } = window;
  found?.click();
  await nextFrame();
  const { activeElement } = document;
  if (!story.contains(activeElement)) return;
  (activeElement as HTMLElement).blur();
  window.scrollTo(scrollX, scrollY);
}

async function attach(story: HTMLElement, files: readonly File[], signal: AbortSignal): Promise<void> {
  pick(story, ...files);
  do await nextFrame();
  while (!signal.aborted && story.querySelector('progress'));
}

async function scrollBack(story: HTMLElement, name: string): Promise<void> {
  // By then an end that is followed has been scrolled to.
  await nextFrame();
  await nextFrame();
  story.querySelector(`[aria-label="${name}"]`)?.scrollTo(0, 0);
}

async function ask(story: HTMLElement, question: string, signal: AbortSignal): Promise<void> {
  const input = story.querySelector<HTMLInputElement | HTMLTextAreaElement>('textarea, input');
  if (!input || signal.aborted) return;
  type(input, question);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const submit = story.querySelector<HTMLElement>('[data-forewarm=submit], button[type=submit]');
  if (submit) submit.click();
  else input.form?.requestSubmit();
}

function ended(story: HTMLElement, signal: AbortSignal): Promise<void> {
  const over = (): boolean => story.querySelector('[data-forewarm=box][data-busy]') === null;
  return new Promise((resolve) => {
    const look = (): void => {
      if (!over() && !signal.aborted) return;
      watch.disconnect();
      resolve();
    };
    const watch = new MutationObserver(look);
    watch.observe(story, { subtree: true, attributes: true, childList: true });
    signal.addEventListener('abort', look);
  });
}

/** On a page of the documentation, where no play function runs: a story as it stands after its steps. */
export function Standing({ steps, children }: { steps: readonly Step[]; children: ReactNode }): ReactNode {
  const story = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const stop = new AbortController();
    // What is drawn late, such as a lazy part, is there by the next frame.
    const frame = requestAnimationFrame(() => void take(story.current!, steps, stop.signal));
    return () => {
      cancelAnimationFrame(frame);
      stop.abort();
    };
  }, [steps]);
  return <div ref={story}>{children}</div>;
}
