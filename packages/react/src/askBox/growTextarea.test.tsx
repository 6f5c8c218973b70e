import { expect, test } from 'vitest';
import { growTextarea } from './growTextarea.js';

test('a textarea gets the height of its text, and loses it again', () => {
  const element = document.createElement('textarea');
  element.rows = 1;
  element.style.cssText = 'box-sizing: border-box; border: 0';
  document.body.append(element);
  const empty = element.clientHeight;
  element.value = 'line\n'.repeat(10);
  growTextarea(element, false);
  expect(element.clientHeight).toBe(element.scrollHeight);
  expect(element.clientHeight).toBeGreaterThan(empty * 3);
  element.value = '';
  growTextarea(element, false);
  expect(element.clientHeight).toBe(empty);
});

test('nothing is done where the browser can by itself', () => {
  const element = document.createElement('textarea');
  growTextarea(element, true);
  growTextarea(null, false);
  expect(element.style.height).toBe('');
});
