/** A character of a script that runs to the left, or a mark that makes text do so. */
const LEFTWARDS =
  /[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * Lets a textarea's lines run as their words do, where some would run the other way than the page:
 * any change of `dir` lays the whole text out again. While empty it has the page's, since `auto`
 * would align the placeholder left.
 */
export function alignText(element: HTMLTextAreaElement | null): void {
  if (!element) return;
  const { value, parentElement } = element;
  const page = parentElement && getComputedStyle(parentElement).direction;
  const dir = value !== '' && (page === 'rtl' || LEFTWARDS.test(value)) ? 'auto' : '';
  if (element.dir !== dir) element.dir = dir;
}
