import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, within } from 'storybook/test';
import { TimingLanes } from './TimingLanes.js';

/** Lanes as the pages of this documentation and the reference app draw them. */
const meta = { title: 'Components/Charts/TimingLanes', component: TimingLanes, args: { lanes: [] } } satisfies Meta<
  typeof TimingLanes
>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Empty: Story = {
  async play({ canvasElement }) {
    await expect(within(canvasElement).getByText('No question asked yet.')).toBeVisible();
    await expect(within(canvasElement).queryByRole('table')).toBeNull();
  },
};

export const WithAnAxis: Story = {
  args: { lanes: [{ label: 'Standard', typingMs: 3000, waitedMs: 0, modelMs: 20_870, streamingMs: 6000 }] },
  async play({ canvasElement }) {
    await expect(canvasElement.querySelector('.axis')).toHaveTextContent('01020 s');
  },
};
