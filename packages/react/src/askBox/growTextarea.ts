let supported: boolean | undefined;

/** Gives a textarea the height of its text, where the browser can't by itself (`field-sizing: content`). `max-height` still holds. */
export function growTextarea(
  element: HTMLTextAreaElement | null,
  canItself = (supported ??= CSS.supports('field-sizing', 'content')),
): void {
  if (!element || canItself) return;
  element.style.height = 'auto';
  element.style.height = `${element.scrollHeight}px`;
}
