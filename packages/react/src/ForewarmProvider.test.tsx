import { type Adapter, definePolicy, type PrefixRef } from '@forewarm/core';
import { QueryCache, QueryClient, QueryClientProvider, useIsFetching } from '@tanstack/react-query';
import { Activity, Component, type ReactNode, useEffect, version } from 'react';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { page } from 'vitest/browser';
import { ForewarmProvider } from './ForewarmProvider.js';
import { queryStore } from './queryStore.js';
import { useForewarmClient } from './useForewarmClient.js';
import { scriptedAdapter } from './testing/scriptedAdapter.js';
import { useSpeculativeCache } from './useSpeculativeCache.js';

class Caught extends Component<{ children: ReactNode }> {
  override state = { message: '' };
  static getDerivedStateFromError(error: Error): { message: string } {
    return { message: error.message };
  }
  override render(): ReactNode {
    return this.state.message === '' ? this.props.children : <p role="alert">{this.state.message}</p>;
  }
}

function Warmer(): ReactNode {
  const { status, reason, warm } = useSpeculativeCache({ prefix: { id: 'docs' } });
  return (
    <button type="button" onClick={() => void warm()}>
      {status} {reason}
    </button>
  );
}

function Bare(): ReactNode {
  return useForewarmClient().adapter.name;
}

test('without a provider the error says what to do', async () => {
  await render(
    <Caught>
      <Bare />
    </Caught>,
  );
  await expect.element(page.getByRole('alert')).toHaveTextContent(/wrap your app in one: <ForewarmProvider/);
});

test('without an adapter the error says what one is', async () => {
  await render(
    <Caught>
      <ForewarmProvider adapter={undefined as unknown as Adapter<PrefixRef>} />
    </Caught>,
  );
  await expect.element(page.getByRole('alert')).toHaveTextContent(/http\(\{ url: '\/api\/forewarm' \}\)/);
});

test('an adapter that cannot warm is asked all the same', async () => {
  const adapter = { ...scriptedAdapter(), warm: undefined } as unknown as Adapter<PrefixRef>;
  await render(
    <ForewarmProvider adapter={adapter}>
      <Warmer />
    </ForewarmProvider>,
  );
  await page.getByRole('button').click();
  await expect.element(page.getByRole('button')).toHaveTextContent('skipped unsupported');
});

test('calls go to the adapter of the latest render, and what is warm stays so', async () => {
  const [first, second] = [scriptedAdapter(), scriptedAdapter()];
  const tree = (adapter: Adapter<PrefixRef>): ReactNode => (
    <ForewarmProvider adapter={adapter}>
      <Warmer />
    </ForewarmProvider>
  );
  const { rerender } = await render(tree(first));
  await rerender(tree(second));
  await page.getByRole('button').click();
  expect([first.warms.length, second.warms.length]).toEqual([0, 1]);
  second.warms[0]!.end();
  await expect.element(page.getByRole('button')).toHaveTextContent('fresh');
  await rerender(tree(first));
  await expect.element(page.getByRole('button')).toHaveTextContent('fresh');
});

function Fetching({ onFetching }: { onFetching: (count: number) => void }): ReactNode {
  const count = useIsFetching();
  useEffect(() => onFetching(count), [count, onFetching]);
  return null;
}

test('with a store in TanStack Query its devtools see the warmth, its spinner and its errors hear of no warm, and invalidating makes it cold', async () => {
  const fetching: number[] = [];
  const onFetching = (count: number): void => void fetching.push(count);
  const errors: unknown[] = [];
  const queryCache = new QueryCache({ onError: (error) => errors.push(error), onSettled: (data) => errors.push(data) });
  const client = new QueryClient({ queryCache });
  const adapter = scriptedAdapter();
  const store = queryStore(client);
  const { unmount } = await render(
    <QueryClientProvider client={client}>
      <Fetching onFetching={onFetching} />
      <ForewarmProvider adapter={adapter} store={store} policy={definePolicy({ backOffMs: 0 })}>
        <Warmer />
      </ForewarmProvider>
    </QueryClientProvider>,
  );
  await page.getByRole('button').click();
  await expect.element(page.getByRole('button')).toHaveTextContent('warming');
  adapter.warms[0]!.fail(new Error('529'));
  await expect.element(page.getByRole('button')).toHaveTextContent('failed');
  await page.getByRole('button').click();
  adapter.warms[1]!.end();
  await expect.element(page.getByRole('button')).toHaveTextContent('fresh');
  expect(client.getQueryCache().getAll()).toMatchObject([{ state: { data: { value: { source: 'warm' } } } }]);
  await client.invalidateQueries();
  await expect.element(page.getByRole('button')).toHaveTextContent('cold');
  await page.getByRole('button').click();
  adapter.warms[2]!.end();
  await expect.element(page.getByRole('button')).toHaveTextContent('fresh');
  expect([fetching, errors]).toEqual([[0], []]);
  await unmount();
  expect(client.getQueryCache().getAll()).toHaveLength(1);
});

test('a provider that leaves while it warms hands its warm over to another on the same QueryClient', async () => {
  const client = new QueryClient();
  const [first, second] = [scriptedAdapter(), scriptedAdapter()];
  const tree = (left: boolean): ReactNode => (
    <>
      {left && (
        <ForewarmProvider adapter={first} store={queryStore(client)}>
          <Warmer />
        </ForewarmProvider>
      )}
      <ForewarmProvider key="right" adapter={second} store={queryStore(client)}>
        <Warmer />
      </ForewarmProvider>
    </>
  );
  const { rerender } = await render(tree(true));
  await page.getByRole('button').first().click();
  await page.getByRole('button').last().click();
  expect([first.warms.length, second.warms.length]).toEqual([1, 0]);
  await rerender(tree(false));
  await expect.poll(() => second.warms).toHaveLength(1);
  await expect.element(page.getByRole('button')).toHaveTextContent('warming');
  second.warms[0]!.end();
  await expect.element(page.getByRole('button')).toHaveTextContent('fresh');
});

test.skipIf(version.startsWith('18.'))(
  'a part of the page that was hidden and is shown again warms as before',
  async () => {
    const adapter = scriptedAdapter();
    const tree = (mode: 'visible' | 'hidden'): ReactNode => (
      <Activity mode={mode}>
        <ForewarmProvider adapter={adapter}>
          <Warmer />
        </ForewarmProvider>
      </Activity>
    );
    const { rerender } = await render(tree('visible'));
    await rerender(tree('hidden'));
    await rerender(tree('visible'));
    await page.getByRole('button').click();
    expect(adapter.warms).toHaveLength(1);
    await expect.element(page.getByRole('button')).toHaveTextContent('warming');
  },
);
