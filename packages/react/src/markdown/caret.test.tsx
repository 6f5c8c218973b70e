import '../styles.css';
import type { ReactNode } from 'react';
import { afterEach, expect, test } from 'vitest';
import { cdp, page } from 'vitest/browser';
import { AskBox } from '../askBox/AskBox.js';
import { show, status, submit } from '../testing/box.js';
import { renderMarkdown } from '../markdown.js';

const answer = (): Element => page.getByRole('region', { name: 'Answer' }).element();
/** The answer's carets: the text before each, and what moves it. */
const carets = (): { after: string; moved: string }[] =>
  [...answer().querySelectorAll('*')].flatMap((element) => {
    const { content, animationName } = getComputedStyle(element, '::after');
    return content === 'none' ? [] : [{ after: element.textContent, moved: animationName }];
  });

const prefer = (value: 'reduce' | 'no-preference'): Promise<unknown> =>
  cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value }] });
afterEach(() => prefer('no-preference'));

const KINDS: readonly (readonly [string, ((text: string) => ReactNode) | undefined, string, string])[] = [
  ['plain text', undefined, 'One.\n\nTwo', 'Two'],
  ['a paragraph', renderMarkdown, 'One.\n\nTwo', 'Two'],
  ['a list', renderMarkdown, '- one\n- two', 'two'],
  ['a quotation', renderMarkdown, '> one', 'one'],
  ['code', renderMarkdown, 'See:\n\n```c\nint x;', 'int x;\n'],
];

test.each(KINDS)(
  'the end of %s has a caret while it streams, and none once it has ended',
  async (_, render, text, end) => {
    await prefer('no-preference');
    const { adapter } = await show(<AskBox prefix={{ id: 'docs' }} warm={false} renderAnswer={render} />);
    await submit('Why?');
    await expect.poll(() => adapter.asks).toHaveLength(1);
    adapter.asks[0]!.start();
    adapter.asks[0]!.text(text);
    await expect.poll(carets).toEqual([{ after: end, moved: 'forewarm-caret' }]);

    await prefer('reduce');
    await expect.poll(carets).toEqual([{ after: end, moved: 'none' }]);

    adapter.asks[0]!.finish();
    await expect.element(status()).toHaveTextContent('The answer is complete.');
    expect(carets()).toEqual([]);
  },
);

test('a stopped answer goes on nowhere', async () => {
  const { adapter } = await show(<AskBox prefix={{ id: 'docs' }} warm={false} />);
  await submit('Why?');
  await expect.poll(() => adapter.asks).toHaveLength(1);
  adapter.asks[0]!.start();
  adapter.asks[0]!.text('Because');
  await expect.poll(carets).toHaveLength(1);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect.element(status()).toHaveTextContent('The answer was stopped.');
  expect(carets()).toEqual([]);
});
