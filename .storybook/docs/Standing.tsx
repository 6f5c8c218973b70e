import { type ReactNode, useEffect, useRef } from 'react';

/** Sets what stands in an input as a person's typing would, so that React hears of it. */
function type(input: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  // By the element's class: React watches the property of the element itself.
  Reflect.set(Object.getPrototypeOf(input) as object, 'value', text, input);
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Types each question and sends it once the one before is answered. Takes no focus: nobody's page scrolls away. */
async function askAll(story: HTMLElement, asks: readonly string[], signal: AbortSignal): Promise<void> {
  for (const question of asks) {
    const input = story.querySelector<HTMLInputElement | HTMLTextAreaElement>('textarea, input');
    if (!input || signal.aborted) return;
    type(input, question);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const submit = story.querySelector<HTMLElement>('[data-forewarm=submit], button[type=submit]');
    if (submit) submit.click();
    else input.form?.requestSubmit();
    await ended(story, signal);
  }
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

/** On a page of the documentation, where no play function runs: a story as it stands after its questions. */
export function Standing({ asks, children }: { asks: readonly string[]; children: ReactNode }): ReactNode {
  const story = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const stop = new AbortController();
    // What is drawn late, such as a lazy part, is there by the next frame.
    const frame = requestAnimationFrame(() => void askAll(story.current!, asks, stop.signal));
    return () => {
      cancelAnimationFrame(frame);
      stop.abort();
    };
  }, [asks]);
  return <div ref={story}>{children}</div>;
}
