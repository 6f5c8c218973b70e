import { cleanup, render, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { HighlightedMarkdown } from './Highlighted.js';

afterEach(cleanup);

test('code is plain until the highlighter is there, then in colours, and its text stays', async () => {
  const { container } = render(<HighlightedMarkdown text={'```js\nconst wheels = 2;\n```'} />);
  const code = container.querySelector('code')!;
  expect([code.textContent, code.children.length]).toEqual(['const wheels = 2;\n', 0]);
  await waitFor(() => expect(code.querySelector('span')?.textContent).toBe('const'), { timeout: 20_000 });
  expect(code.textContent).toBe('const wheels = 2;\n');
});
