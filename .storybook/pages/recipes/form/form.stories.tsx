import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { SearchForm } from './SearchForm.js';

const meta = { title: 'Recipes/An existing form', component: SearchForm } satisfies Meta<typeof SearchForm>;

export default meta;
type Story = StoryObj<typeof meta>;

export const ExistingForm: Story = {
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await userEvent.type(canvas.getByRole('searchbox'), 'page 12{Enter}');
    await waitFor(() => expect(canvas.getByText(/From line/)).toBeVisible(), { timeout: 10_000 });
  },
};
