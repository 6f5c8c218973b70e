let supported: boolean | undefined;

/**
 * Gives a textarea the height of its text in browsers without `field-sizing: content`. `max-height`
 * still holds.
 */
export function growTextarea(element: HTMLTextAreaElement | null, canItself = (supported ??= sizesFields())): void {
  if (!element || canItself) return;
  element.style.height = 'auto';
  // A hidden box has no layout: a height of zero would stay when it is shown.
  element.style.height = element.scrollHeight > 0 ? `${element.scrollHeight}px` : '';
}

/**
 * Whether the browser can; true where a document can't say, such as jsdom's, since that one lays
 * nothing out.
 */
function sizesFields(): boolean {
  const { CSS: css } = globalThis as { CSS?: Partial<typeof CSS> };
  return css?.supports?.('field-sizing', 'content') ?? true;
}
