/** Characters that may run from right to left, and some others, which only cost time. */
const LEFTWARDS = /[\u0590-\u08ff\u200f\u202b\u202e\u2067\ud802-\ud83b\ufb1d-\ufefc]/;

/**
 * Sets a textarea's `dir` to `auto` if some words may run against the page's direction: any change
 * of `dir` lays the whole text out again. While empty it has the page's, since `auto` would align
 * the placeholder left.
 */
export function alignText(element: HTMLTextAreaElement | null): void {
  if (!element) return;
  const { value, parentElement } = element;
  const page = parentElement && getComputedStyle(parentElement).direction;
  const dir = value !== '' && (page === 'rtl' || LEFTWARDS.test(value)) ? 'auto' : '';
  if (element.dir !== dir) element.dir = dir;
}
