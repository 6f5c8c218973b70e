import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { Markdown } from './Markdown.js';

afterEach(cleanup);

const TEXT = `## Wheels

Two of them, **side by side**, ~~or three~~.

| Part | Width |
| ---- | ----- |
| rim  | 30 mm |

<img src="x" onerror="alert(1)"> [a link](javascript:alert(1))
`;

test('Markdown of GitHub’s kind is drawn, and nothing that runs', () => {
  const { container } = render(<Markdown text={TEXT} />);
  expect(screen.getByRole('heading', { name: 'Wheels' })).toBeDefined();
  expect(screen.getByRole('cell', { name: '30 mm' })).toBeDefined();
  expect(container.querySelector('strong')?.textContent).toBe('side by side');
  expect(container.querySelector('del')?.textContent).toBe('or three');
  expect(container.innerHTML).not.toMatch(/onerror=|javascript:|<img/);
});
