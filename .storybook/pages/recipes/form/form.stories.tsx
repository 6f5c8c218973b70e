import { ForewarmProvider, useForewarmMetrics } from '@forewarm/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { type ReactNode, useState } from 'react';
import { createServerParts } from '../../../server.js';
import { http } from '@forewarm/adapters/http';
import { PostedForm } from './PostedForm.js';
import { SearchForm } from './SearchForm.js';
import { searchRoute } from './searchRoute.js';

const meta = { title: 'Recipes/An existing form', component: SearchForm } satisfies Meta<typeof SearchForm>;

export default meta;
type Story = StoryObj<typeof meta>;

export const ExistingForm: Story = {
  parameters: { stands: ['page 12'] },
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await userEvent.type(canvas.getByRole('searchbox'), 'page 12{Enter}');
    await waitFor(() => expect(canvas.getByText(/From line/)).toBeVisible(), { timeout: 10_000 });
  },
};

function Measured(): ReactNode {
  const { asks, answered, unread, report } = useForewarmMetrics();
  const hits = answered.filter(({ outcome }) => outcome === 'hit').length;
  return (
    <p>
      {asks.started} asked, {hits} hits, {unread} unread, {report.wasted} wasted
    </p>
  );
}

/** The form with its own route, on a server inside the page. */
function Posted(): ReactNode {
  const [{ adapter, fetch }] = useState(() => {
    const { handler, adapter: backend, docs } = createServerParts({ timeScale: 0.05 });
    const route = searchRoute(handler, backend, docs);
    const own: typeof globalThis.fetch = (url, init) => route(new Request(url, init));
    return { adapter: http({ url: 'http://handler', fetch: (request) => handler(request) }), fetch: own };
  });
  return (
    <ForewarmProvider adapter={adapter}>
      <PostedForm url="http://handler/search" fetch={fetch} />
      <Measured />
    </ForewarmProvider>
  );
}

/** A form that goes on posting to a route of its own: the hook is told, and its answers are hits. */
export const OwnRoute: Story = {
  parameters: { stands: ['page 12'] },
  render: () => <Posted />,
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await userEvent.type(canvas.getByRole('searchbox'), 'page 12');
    await waitFor(() => expect(canvas.getByText(/The prefix is fresh/)).toBeVisible(), { timeout: 10_000 });
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(canvas.getByText(/From line/)).toBeVisible(), { timeout: 10_000 });
    await expect(canvas.getByText('1 asked, 1 hits, 0 unread, 0 wasted')).toBeVisible();
  },
};
