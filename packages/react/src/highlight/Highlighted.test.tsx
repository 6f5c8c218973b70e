import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { renderHighlighted } from '../highlight.js';

test('code that grows stays whole, and is in colours once the highlighter is there', async () => {
  const lines = Array.from({ length: 40 }, (_, n) => `const a${n} = '${n}';`);
  const text = (n: number): string => `Look:\n\n\`\`\`ts\n${lines.slice(0, n).join('\n')}`;
  const screen = await render(renderHighlighted(text(1)));
  const code = (): HTMLElement => screen.container.querySelector('pre')!;
  for (let n = 2; n <= lines.length; n++) {
    await screen.rerender(renderHighlighted(text(n)));
    expect(code().textContent.trimEnd()).toBe(lines.slice(0, n).join('\n'));
  }
  await expect.poll(() => code().querySelectorAll('.hljs-keyword').length, { timeout: 10_000 }).toBe(lines.length);
  expect(code().textContent.trimEnd()).toBe(lines.join('\n'));
});

test('what is very long, or in no language, stays plain', async () => {
  const long = `let a = 1;\n`.repeat(1_000);
  const screen = await render(renderHighlighted(`\`\`\`ts\n${long}\`\`\`\n\n\`\`\`\nplain\n\`\`\``));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(screen.container.querySelectorAll('pre span')).toHaveLength(0);
});

test('what looks like HTML in code is text', async () => {
  const screen = await render(renderHighlighted('```html\n<img src=x onerror=alert(1)>\n```'));
  await expect.poll(() => screen.container.querySelector('.hljs-tag'), { timeout: 10_000 }).not.toBeNull();
  expect(screen.container.querySelector('img')).toBeNull();
});
