import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { Race } from './Race.js';

const meta = {
  title: 'How it decides/The race',
  component: Race,
  args: { thinkS: 12, tokens: 150_000, ttlS: 300, speed: 10 },
} satisfies Meta<typeof Race>;

export default meta;
type Story = StoryObj<typeof meta>;
type Canvas = ReturnType<typeof within>;

/** Starts the race and waits for what is said of it at its end. */
async function run(canvas: Canvas, verdict: RegExp): Promise<void> {
  await userEvent.click(canvas.getByRole('button', { name: 'Start' }));
  await waitFor(() => expect(canvas.getByRole('status')).toHaveTextContent(verdict), { timeout: 20_000 });
}

/** A question sent while the warm is under way. */
export const TwoLanes: Story = {
  name: 'Two lanes',
  args: { speed: 40 },
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await run(canvas, /after submit \(hit\) instead of [\d.]+ s \(miss\)/);
    const rows = within(canvas.getAllByRole('table')[0]!).getAllByRole('row');
    await expect(rows[1]).toHaveTextContent(/^Standard12\.00 s0\.00 s/);
    await expect(rows[2]).not.toHaveTextContent(/^Speculative12\.00 s0\.00 s/);
  },
};

/** A small context and time to think: the warm has ended, and nobody waits for it. */
export const TimeToSpare: Story = {
  args: { thinkS: 30, tokens: 20_000, speed: 20 },
  async play({ canvasElement }) {
    await run(within(canvasElement), /\(hit\) instead of [\d.]+ s \(miss\): 0\.00 s waiting/);
  },
};

/** An entry that lives shorter than it takes to write it: nothing is gained, and that is said. */
export const TooShortALife: Story = {
  args: { thinkS: 24, tokens: 150_000, ttlS: 5, speed: 20 },
  async play({ canvasElement }) {
    await run(within(canvasElement), /\(miss\) instead of [\d.]+ s \(miss\)/);
  },
};
