import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, within } from 'storybook/test';
import { TtftHistory, type TtftRun } from './TtftHistory.js';

/**
 * The history of an app's own runs as columns, with their figures in a table that can be opened.
 */
const meta = {
  title: 'Components/Charts/TtftHistory',
  component: TtftHistory,
  tags: ['autodocs'],
  args: {
    runs: [20_870, 20_410, 21_300, 20_900, 20_650].map((standard, index) => ({
      id: index + 1,
      ttftMs: { standard, speculative: [1940, 1890, 4210, null, 1920][index] },
    })),
    series: [
      { key: 'standard', label: 'Standard' },
      { key: 'speculative', label: 'Speculative' },
    ],
  },
} satisfies Meta<typeof TtftHistory>;

export default meta;
type Story = StoryObj<typeof meta>;

/** A run without a first token is said to be unknown, and leaves its place empty. */
export const TwoSeries: Story = {
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await expect(canvasElement.querySelectorAll('.column[data-none]')).toHaveLength(1);
    await userEvent.click(canvas.getByText('Show as a table'));
    await expect(canvas.getByRole('row', { name: '4 20.90 s unknown' })).toBeVisible();
  },
};

const SERIES = [{ key: 'a', label: 'Warm' }];
const many = (count: number): readonly TtftRun[] =>
  Array.from({ length: count }, (_, index) => ({ id: index, ttftMs: { a: 500 + 40 * index } }));

export const One: Story = {
  args: { runs: many(1), series: SERIES },
  async play({ canvasElement }) {
    const [column] = canvasElement.querySelectorAll('.run');
    // As wide as a column is, not as the chart.
    await expect(column!.getBoundingClientRect().width).toBeLessThan(40);
  },
};

/** Many runs stand closer; of very many, the latest hundred are drawn, and all are in the table. */
export const Many: Story = {
  args: { runs: many(250), series: SERIES },
  async play({ canvasElement }) {
    const chart = canvasElement.querySelector('.runs')!;
    await expect(chart.children).toHaveLength(100);
    await expect(chart.scrollWidth).toBeLessThanOrEqual(chart.clientWidth);
    await userEvent.click(within(canvasElement).getByText('Show as a table'));
    await expect(within(canvasElement).getAllByRole('row')).toHaveLength(251);
    await userEvent.click(within(canvasElement).getByText('Show as a table'));
  },
};

export const Empty: Story = {
  args: { runs: [] },
  async play({ canvasElement }) {
    await expect(within(canvasElement).getByText('No question asked yet.')).toBeVisible();
    await expect(within(canvasElement).queryByText('Show as a table')).toBeNull();
  },
};
