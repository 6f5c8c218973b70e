import { afterEach, expect, test } from 'vitest';
import { alignText } from './alignText.js';

const page = document.createElement('div');
document.body.append(page);
afterEach(() => page.replaceChildren());

function aligned(dir: 'ltr' | 'rtl', value: string): HTMLTextAreaElement {
  page.dir = dir;
  const element = document.createElement('textarea');
  page.append(element);
  element.value = value;
  alignText(element);
  return element;
}
const looks = (element: HTMLTextAreaElement): string => {
  const { direction, unicodeBidi } = getComputedStyle(element);
  return `${direction} ${unicodeBidi}`;
};

test.each([
  ['ltr', 'Why?', 'ltr'],
  ['ltr', 'למה?', 'rtl'],
  ['ltr', 'Why?\nلماذا؟', 'ltr'],
  ['rtl', 'Why?', 'ltr'],
  ['rtl', 'למה?', 'rtl'],
  ['ltr', '', 'ltr'],
  ['rtl', '', 'rtl'],
] as const)('on a page that runs %s, %j runs %s', (dir, value, direction) => {
  expect(getComputedStyle(aligned(dir, value)).direction).toBe(direction);
});

test('each line runs its own way where one runs the other way than the page', () => {
  expect(looks(aligned('ltr', 'Why?\nلماذا؟'))).toBe('ltr plaintext');
});

test('what runs as the page does changes nothing, so that nothing is laid out again', () => {
  expect(aligned('ltr', 'Why?').hasAttribute('dir')).toBe(false);
});

test('an emptied input has the page’s direction again', () => {
  const element = aligned('rtl', 'Why?');
  element.value = '';
  alignText(element);
  expect(getComputedStyle(element).direction).toBe('rtl');
});
