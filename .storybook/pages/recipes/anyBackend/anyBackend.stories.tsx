import { AskBox, ForewarmProvider } from '@forewarm/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { type ReactNode, useState } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { mine } from './mine.js';

const meta = { title: 'Recipes/Any backend' } satisfies Meta;

export default meta;
type Story = StoryObj<typeof meta>;

/** A backend inside the page, with the two routes that `mine` speaks to; what reached it is in `seen`. */
function backend(seen: string[]): typeof globalThis.fetch {
  return async (input, init) => {
    const { pathname } = new URL(input as string);
    seen.push(pathname);
    if (pathname === '/read/docs') return new Response(null, { status: 204 });
    if (pathname !== '/answer/docs') return new Response(null, { status: 404 });
    const answer = `You asked “${init!.body as string}” of a backend that nobody has heard of.`;
    return new Response(new Blob([answer]).stream());
  };
}

function Box({ id, seen }: { id: string; seen: string[] }): ReactNode {
  const [adapter] = useState(() => mine('http://mine', backend(seen)));
  return (
    <ForewarmProvider adapter={adapter}>
      <AskBox prefix={{ id }} />
    </ForewarmProvider>
  );
}

export const AnyBackend: Story = {
  parameters: { stands: ['Does it work?'] },
  render: (_args, { loaded }) => <Box id="docs" seen={loaded['seen'] as string[]} />,
  loaders: [() => ({ seen: [] })],
  async play({ canvasElement, loaded }) {
    const canvas = within(canvasElement);
    await userEvent.type(canvas.getByRole('textbox'), 'Does it work?');
    await waitFor(() => expect(canvas.getByText('Warm')).toBeVisible());
    await userEvent.type(canvas.getByRole('textbox'), '{Enter}');
    await waitFor(() => expect(canvas.getByText(/You asked “Does it work\?”/)).toBeVisible());
    await expect(loaded['seen']).toEqual(['/read/docs', '/answer/docs']);
  },
};

/** A document the backend does not have: the box says what came of it, in the adapter's words. */
export const Refused: Story = {
  render: () => <Box id="lost" seen={[]} />,
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await userEvent.type(canvas.getByRole('textbox'), 'Is it there?{Enter}');
    await waitFor(() =>
      expect(canvasElement.querySelector('[data-forewarm=problem]')).toHaveTextContent(/refused .answer.lost with 404/),
    );
  },
};
