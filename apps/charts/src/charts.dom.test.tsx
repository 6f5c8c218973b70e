import { render } from '@testing-library/react';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { TimingLanes } from './TimingLanes.js';
import { TtftHistory } from './TtftHistory.js';

const lane = { label: 'Warm', typingMs: 3_000, waitedMs: 1_000, modelMs: 2_000, streamingMs: 4_000, warm: null };
const pictures = (
  <>
    <TimingLanes lanes={[lane]} />
    <TtftHistory runs={[{ id: 1, ttftMs: { warm: 500 } }]} series={[{ key: 'warm', label: 'Warm' }]} />
  </>
);

test('a server writes no style attribute, which a content-security policy would drop', () => {
  const html = renderToString(pictures);
  expect(html).toContain('data-phase="model"');
  expect(html).not.toContain(' style=');
});

test('the unit stands beside the axis’s last figure', () => {
  const { container } = render(<TimingLanes lanes={[lane]} lengthMs={42_000} />);
  const ticks = [...container.querySelectorAll('.axis > span')].map(({ textContent }) => textContent);
  expect(ticks).toEqual(['0', '10', '20', '30', '40 s']);
});

test('bars and columns get their place in the document', () => {
  const { container, rerender } = render(pictures);
  const styleOf = (selector: string): CSSStyleDeclaration => container.querySelector<HTMLElement>(selector)!.style;
  expect(styleOf('[data-phase=waiting]').getPropertyValue('inline-size')).toBe('10%');
  expect(styleOf('[data-phase=waiting]').getPropertyValue('inset-inline-start')).toBe('30%');
  expect(styleOf('.run .column').height).not.toBe('');
  rerender(<TimingLanes lanes={[lane]} lengthMs={20_000} />);
  expect(styleOf('[data-phase=waiting]').getPropertyValue('inline-size')).toBe('5%');
});
