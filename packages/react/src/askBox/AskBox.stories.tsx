import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { createBackend } from '../../../../.storybook/backend.js';
import { ForewarmProvider } from '../ForewarmProvider.js';
import { AskBox } from './AskBox.js';

const meta = {
  title: 'Ask box/AskBox',
  component: AskBox,
  args: { prefix: { id: 'docs' } },
  decorators: [
    (Story) => (
      <ForewarmProvider adapter={createBackend({ timeScale: 0.05 })}>
        <Story />
      </ForewarmProvider>
    ),
  ],
} satisfies Meta<typeof AskBox>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Default: Story = {};

export const Asked: Story = {
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('textbox'));
    await userEvent.keyboard('How does the tree stay balanced?{Enter}');
    await waitFor(() => expect(canvas.getByText(/tokens read from cache/)).toBeVisible(), { timeout: 10_000 });
  },
};
