/** Right-to-left characters; the others only cost time. */
const LEFTWARDS = /[\u0590-\u08ff\u200f\u202b\u202e\u2067\ud802-\ud83b\ufb1d-\ufefc]/;

/**
 * Sets `dir` to `auto` only for text against the page's direction: a change costs a layout. An
 * empty textarea keeps the page's; `auto` would align the placeholder left.
 */
export function alignText(element: HTMLTextAreaElement | null): void {
  if (!element) return;
  const { value, parentElement } = element;
  const page = parentElement && getComputedStyle(parentElement).direction;
  const dir = value !== '' && (page === 'rtl' || LEFTWARDS.test(value)) ? 'auto' : '';
  if (element.dir !== dir) element.dir = dir;
}
