import { definePolicy } from '@forewarm/core';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { QueryClient } from '@tanstack/react-query';
import { expect, waitFor, within } from 'storybook/test';
import { createBackend } from '../../../.storybook/backend.js';
import { AskBox } from './askBox/AskBox.js';
import { ForewarmProvider } from './ForewarmProvider.js';
import { QUERY_SCOPE, queryStore } from './queryStore.js';
import { typing } from './testing/story.js';

const queryClient = new QueryClient();

/** Gives boxes and hooks their adapter, their policy and their store. */
const meta = {
  title: 'Components/ForewarmProvider',
  component: ForewarmProvider,
  tags: ['autodocs'],
  args: { adapter: createBackend({ timeScale: 0.05 }), children: <AskBox prefix={{ id: 'docs' }} /> },
} satisfies Meta<typeof ForewarmProvider>;

export default meta;
type Story = StoryObj<typeof meta>;

/** An adapter is all it needs. */
export const Default: Story = { play: typing('Warm') };

/** Your own policy: here it warms nothing. */
export const OwnPolicy: Story = {
  args: { policy: definePolicy({ enabled: false }) },
  play: typing(': warming is switched off'),
};

/** With TanStack Query, whose devtools show what is warm; `invalidateQueries` makes it cold. */
export const InTanStackQuery: Story = {
  args: { store: queryStore(queryClient) },
  async play(context) {
    await typing('Warm')(context);
    await expect(queryClient.getQueriesData({ queryKey: [QUERY_SCOPE] })).toHaveLength(1);
    await queryClient.invalidateQueries({ queryKey: [QUERY_SCOPE] });
    await waitFor(() => expect(within(context.canvasElement).queryByText('Warm')).toBeNull());
  },
};
