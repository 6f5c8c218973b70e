import { readdirSync, readFileSync } from 'node:fs';
import { reasonUrl } from '@forewarm/core';
import { EXPLAINED } from '@forewarm/core/kit';
import { expect, test } from 'vitest';
import { aboutReason } from './reasons.js';

const pages = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.mdx'))
  .map((name) => name.replace('.mdx', ''));

test('every reason has a page, and no page is of another', () => {
  expect(EXPLAINED.length).toBeGreaterThan(25);
  expect(new Set(pages)).toEqual(new Set([...EXPLAINED, 'reasons']));
});

test.each(EXPLAINED)('%s: what it means, and what to do', (reason) => {
  const text = readFileSync(`${import.meta.dirname}/${reason}.mdx`, 'utf8');
  expect(text).toContain(`title="How it decides/Why did it not warm?/${reason}"`);
  expect(text).toContain(`of="${reason}"`);
  expect(aboutReason(reason).split('\n\n').length).toBeGreaterThan(1);
  expect(reasonUrl(reason)).toMatch(new RegExp(`/docs/how-it-decides-why-did-it-not-warm-${reason}--docs$`));
});

test('a backend’s own reason leads to the list', () => {
  expect(reasonUrl('moon phase')).toMatch(/-all-reasons--docs$/);
});
