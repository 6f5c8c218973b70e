import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { Race } from './Race.js';

/**
 * The same question on the same context, once on a prefix that was warmed while it was typed and once on one that was not. Move the sliders: with little time
 * to think the warm is still under way when the question is sent, and what is gained is the time it had; with more, all of the reading is hidden.
 */
const meta = {
  title: 'The race',
  component: Race,
  args: { thinkS: 12, tokens: 150_000, ttlS: 300, speed: 10 },
} satisfies Meta<typeof Race>;

export default meta;
type Story = StoryObj<typeof meta>;

export const TwoLanes: Story = {
  name: 'Two lanes',
  args: { speed: 40 },
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Start' }));
    await waitFor(
      () => expect(canvas.getByRole('status')).toHaveTextContent(/after submit \(hit\) rather than [\d.]+ s \(miss\)/),
      { timeout: 20_000 },
    );
    const rows = within(canvas.getAllByRole('table')[0]!).getAllByRole('row');
    await expect(rows[1]).toHaveTextContent(/^Standard12\.00 s0\.00 s/);
    await expect(rows[2]).not.toHaveTextContent(/^Speculative12\.00 s0\.00 s/);
  },
};
