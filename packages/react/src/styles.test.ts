import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const css = ['./styles.css', './lanes.css', './markdown.css', './chat.css', './attachments.css'].map(read).join('\n');
const defaults = new Map(
  [...css.matchAll(/^ {2}(--forewarm-[a-z-]+): (.+);$/gm)].map(([, name, value]) => [name!, value!]),
);

test('every variable that is used has a default', () => {
  const used = new Set([...css.matchAll(/var\((--forewarm-[a-z-]+)/g)].map(([, name]) => name));
  expect(used).toEqual(new Set(defaults.keys()));
});

test('the documentation lists the variables with the defaults they have', () => {
  const page = read('../../../.storybook/pages/look.mdx');
  const rows = [...page.matchAll(/^\| `(--forewarm-[a-z-]+)` *\|.*\| `(.+)` *\|$/gm)];
  expect(new Map(rows.map(([, name, value]) => [name!, value!]))).toEqual(defaults);
});
