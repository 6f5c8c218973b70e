import { useAsk, useSpeculativeCache } from '@forewarm/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactNode } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';

/** A search form that was there before: one line makes its input warm, one hook answers what it sends. */
const meta = { title: 'Recipes/An existing form' } satisfies Meta;

export default meta;
type Story = StoryObj<typeof meta>;

function SearchForm(): ReactNode {
  const { getInputProps } = useSpeculativeCache({ prefix: { id: 'docs' } });
  const { ask, answer, busy } = useAsk({ prefix: { id: 'docs' } });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void ask(new FormData(event.currentTarget).get('q') as string);
      }}
    >
      <input type="search" {...getInputProps({ name: 'q', 'aria-label': 'Search' })} />{' '}
      <button type="submit">Search</button>
      <p aria-busy={busy} style={{ whiteSpace: 'pre-wrap', font: '1rem/1.5 system-ui' }}>
        {answer}
      </p>
    </form>
  );
}

export const ExistingForm: Story = {
  render: () => <SearchForm />,
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await userEvent.type(canvas.getByRole('searchbox'), 'page 12{Enter}');
    await waitFor(() => expect(canvas.getByText(/From line/)).toBeVisible(), { timeout: 10_000 });
  },
};
