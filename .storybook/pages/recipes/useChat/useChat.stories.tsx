import type { Meta, StoryObj } from '@storybook/react-vite';
import { type ReactNode, useState } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { createServerSide } from '../../../server.js';
import { App } from './App.js';

const meta = { title: 'Recipes/An existing useChat' } satisfies Meta;

export default meta;
type Story = StoryObj<typeof meta>;

/** The app on a server inside the page. */
function InPage(): ReactNode {
  const [fetch] = useState(() => {
    const handler = createServerSide({ timeScale: 0.05 });
    return (request: Request | string | URL, init?: RequestInit) => handler(new Request(request, init));
  });
  return <App url="http://handler" fetch={fetch} />;
}

export const UseChat: Story = {
  parameters: { stands: ['What of page 12?'] },
  name: 'useChat',
  render: () => <InPage />,
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    for (const answers of [1, 2]) {
      await userEvent.type(canvas.getByRole('textbox'), 'What of page 12?{Enter}');
      await waitFor(() => expect(canvas.getAllByText('Answer:')).toHaveLength(answers), { timeout: 10_000 });
      await waitFor(() => expect(canvas.getByText(/The chat is ready/)).toBeVisible(), { timeout: 10_000 });
    }
    await expect(canvas.getByText(/its prefix fresh\./)).toBeVisible();
  },
};
