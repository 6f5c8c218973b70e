import type { Trigger } from '@forewarm/core';

/** `see` gets events, `on` the `visible` and `idle` that `triggers` names. Returns what ends it. */
export function observeInput(
  element: Element,
  triggers: readonly Trigger[],
  see: (event: Event) => void,
  on: (trigger: Trigger) => void,
): () => void {
  const types = ['focusin', 'input', 'pointerenter', 'pointerleave'];
  for (const type of types) element.addEventListener(type, see);
  const ends = [() => types.forEach((type) => element.removeEventListener(type, see))];
  // Documents without layout, such as jsdom's, have none.
  if (triggers.includes('visible') && typeof IntersectionObserver === 'function') {
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) on('visible');
    });
    observer.observe(element);
    ends.push(() => observer.disconnect());
  }
  if (triggers.includes('idle')) {
    // Safari has no idle callback; after a second most pages have settled.
    const { requestIdleCallback: request, cancelIdleCallback: cancel } = globalThis as Partial<typeof globalThis>;
    const handle = request ? request(() => on('idle')) : setTimeout(() => on('idle'), 1_000);
    ends.push(() => (cancel ? cancel(handle as number) : clearTimeout(handle)));
  }
  return () => ends.forEach((end) => end());
}
