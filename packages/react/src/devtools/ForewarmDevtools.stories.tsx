import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { AskBox } from '../askBox/AskBox.js';
import { ForewarmDevtools } from './ForewarmDevtools.js';

const meta = {
  title: 'Devtools/ForewarmDevtools',
  component: ForewarmDevtools,
  tags: ['autodocs'],
  render: (args) => (
    <div style={{ minBlockSize: 480 }}>
      <AskBox prefix={{ id: 'docs' }} />
      <ForewarmDevtools {...args} />
    </div>
  ),
} satisfies Meta<typeof ForewarmDevtools>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Closed: Story = {};

/** After two questions: what was triggered, warmed, joined and asked, latest first. */
export const Open: Story = {
  args: { initialOpen: true },
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    for (const answers of [1, 2]) {
      await userEvent.type(canvas.getByRole('textbox'), 'What of page 12?{Enter}');
      await waitFor(() => expect(canvas.getAllByText('ask-finished')).toHaveLength(answers), { timeout: 10_000 });
    }
  },
};
