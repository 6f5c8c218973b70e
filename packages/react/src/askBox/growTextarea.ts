let supported: boolean | undefined;

/** Fits the text in browsers without `field-sizing: content`; `max-height` holds. */
export function growTextarea(element: HTMLTextAreaElement | null, canItself = (supported ??= sizesFields())): void {
  if (!element || canItself) return;
  element.style.height = 'auto';
  // A hidden box has no layout: a zero height would stay.
  element.style.height = element.scrollHeight > 0 ? `${element.scrollHeight}px` : '';
}

/** True in jsdom, which can't say and has no layout. */
function sizesFields(): boolean {
  const { CSS: css } = globalThis as { CSS?: Partial<typeof CSS> };
  return css?.supports?.('field-sizing', 'content') ?? true;
}
