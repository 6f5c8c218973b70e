import { afterEach } from 'vitest';
import { page } from 'vitest/browser';

/** A phone's, in CSS pixels. */
const PHONE = 360;

// At the end of its play function, when all there is to see is there; the story stays until the next one is drawn.
afterEach(async () => {
  await page.viewport(PHONE, 640);
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > PHONE) throw new Error(`The page is ${scrollWidth} px wide on a phone of ${PHONE}.`);
});
