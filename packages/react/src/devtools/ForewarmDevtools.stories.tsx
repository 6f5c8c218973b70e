import { ForewarmError } from '@forewarm/core';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { AskBox } from '../askBox/AskBox.js';
import { ForewarmDevtools } from './ForewarmDevtools.js';

const meta = {
  title: 'Components/ForewarmDevtools',
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

/** Closed, it is a button that counts. */
export const Closed: Story = {
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Forewarm: 0 events' }));
    await expect(canvas.getByRole('region', { name: 'Forewarm' })).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'Close' }));
    await userEvent.type(canvas.getByRole('textbox'), 'How');
    await waitFor(() => expect(canvas.getByRole('button', { name: /^Forewarm: [1-9]\d* events$/ })).toBeVisible());
  },
};

/** Nothing has happened yet: it says what to do. */
export const Empty: Story = {
  args: { initialOpen: true },
  async play({ canvasElement }) {
    await expect(within(canvasElement).getByText(/Nothing has happened yet/)).toBeVisible();
  },
};

/** After two questions: what was triggered, warmed, joined and asked, latest first. */
export const Open: Story = {
  parameters: { stands: ['What of page 12?', 'What of page 12?'] },
  args: { initialOpen: true },
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    for (const answers of [1, 2]) {
      await userEvent.type(canvas.getByRole('textbox'), 'What of page 12?{Enter}');
      await waitFor(() => expect(canvas.getAllByText('ask-finished')).toHaveLength(answers), { timeout: 10_000 });
    }
  },
};

/** Failures in their own words: a warm that was refused, an answer that broke off. */
export const Failures: Story = {
  args: { initialOpen: true },
  parameters: {
    forewarm: {
      stage: {
        warm: new ForewarmError('rate-limited', 'Too many requests; try later.'),
        end: new ForewarmError('stream-cut', 'The connection broke off.'),
      },
    },
    stands: ['How?'],
  },
  async play({ canvasElement }) {
    const panel = within(within(canvasElement).getByRole('region', { name: 'Forewarm' }));
    await userEvent.type(within(canvasElement).getByRole('textbox'), 'How?{Enter}');
    await waitFor(() =>
      expect(
        panel.getByRole('row', { name: /ask-failed docs The answer failed .* The connection broke off/ }),
      ).toBeVisible(),
    );
    await expect(
      panel.getByRole('row', { name: /warm-failed docs The warm on \w+ failed .* Too many requests/ }),
    ).toBeVisible();
    await expect(panel.getByText(/1 failed, 0 stopped/)).toBeVisible();
  },
};
