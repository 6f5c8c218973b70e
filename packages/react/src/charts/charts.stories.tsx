import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, within } from 'storybook/test';
import { TimingLanes } from './TimingLanes.js';
import { TtftHistory } from './TtftHistory.js';

/** The picture of the pattern and the history of an app's own runs. Both are tables to assistive technology. */
const meta = {
  title: 'Charts/TimingLanes',
  component: TimingLanes,
  tags: ['autodocs'],
  args: { lanes: [] },
} satisfies Meta<typeof TimingLanes>;

export default meta;
type Story = StoryObj<typeof meta>;

const cold = { label: 'Standard', typingMs: 3000, waitedMs: 0, modelMs: 20_870, streamingMs: 6000 };
const joined = {
  label: 'Speculative, sent after 3 s',
  typingMs: 3000,
  waitedMs: 17_870,
  modelMs: 1940,
  streamingMs: 6000,
  warm: { startMs: 0, durationMs: 20_870 },
};
const warm = {
  label: 'Speculative, sent after 25 s',
  typingMs: 25_000,
  waitedMs: 0,
  modelMs: 1940,
  streamingMs: 6000,
  warm: { startMs: 0, durationMs: 20_870 },
};

/** The cookbook's figures: 151,629 tokens take 20.87 s to read cold and 1.94 s from the cache. */
export const TheCookbook: Story = {
  args: { lanes: [cold, joined, warm] },
  async play({ canvasElement }) {
    const row = within(canvasElement).getByRole('row', { name: /sent after 3 s/ });
    await expect(row).toHaveTextContent('3.00 s17.87 s1.94 s6.00 s20.87 s');
  },
};

/** Not yet asked: what is not known is said to be unknown. */
export const StillTyping: Story = {
  args: {
    lanes: [
      {
        label: 'Speculative',
        typingMs: 1200,
        waitedMs: null,
        modelMs: null,
        streamingMs: null,
        warm: { startMs: 0, durationMs: 1200 },
      },
    ],
    lengthMs: 5000,
  },
};

export const Empty: Story = {};

const runs = [20_870, 20_410, 21_300, 20_900, 20_650].map((standard, index) => ({
  id: index + 1,
  ttftMs: { standard, speculative: [1940, 1890, 4210, null, 1920][index] },
}));

export const History: StoryObj<typeof TtftHistory> = {
  render: () => (
    <TtftHistory
      runs={runs}
      series={[
        { key: 'standard', label: 'Standard' },
        { key: 'speculative', label: 'Speculative' },
      ]}
    />
  ),
  async play({ canvasElement }) {
    await userEvent.click(within(canvasElement).getByText('Show as a table'));
    await expect(within(canvasElement).getByRole('row', { name: '4 20.90 s unknown' })).toBeVisible();
  },
};

/** Many runs: the columns get narrow, then the chart scrolls by itself. */
export const LongHistory: StoryObj<typeof TtftHistory> = {
  render: () => (
    <TtftHistory
      runs={Array.from({ length: 60 }, (_, index) => ({ id: index, ttftMs: { a: 500 + 40 * index } }))}
      series={[{ key: 'a', label: 'Warm' }]}
    />
  ),
};
