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

/**
 * What stands around boxes and hooks: the adapter they ask through, the policy they warm by, and
 * where they keep what is warm.
 */
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

/** A policy of your own: here nothing is warmed, whatever is typed. */
export const OwnPolicy: Story = {
  args: { policy: definePolicy({ enabled: false }) },
  play: typing(': warming is switched off'),
};

/**
 * In an app with TanStack Query, which then shows what is warm in its devtools; `invalidateQueries`
 * makes it cold.
 */
export const InTanStackQuery: Story = {
  args: { store: queryStore(queryClient) },
  async play(context) {
    await typing('Warm')(context);
    await expect(queryClient.getQueriesData({ queryKey: [QUERY_SCOPE] })).toHaveLength(1);
    await queryClient.invalidateQueries({ queryKey: [QUERY_SCOPE] });
    await waitFor(() => expect(within(context.canvasElement).queryByText('Warm')).toBeNull());
  },
};
