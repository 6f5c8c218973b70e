import type { ForewarmEvent } from '@forewarm/core';
import { Component, type ReactNode } from 'react';
import { describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { page, userEvent } from 'vitest/browser';
import { ForewarmProvider } from '../ForewarmProvider.js';
import { input, show, submit } from '../testing/box.js';
import { type ScriptedAdapter, scriptedAdapter } from '../testing/scriptedAdapter.js';
import { AskBox } from './AskBox.js';

describe('refusals', () => {
  test('a blank question says so, sends nothing, and is forgiven by typing', async () => {
    const { adapter } = await show();
    await submit('  \n ');
    await expect.element(page.getByRole('alert')).toHaveTextContent('Type a question first.');
    await expect.element(input()).toHaveFocus();
    await expect.element(input()).toBeInvalid();
    await userEvent.keyboard('a');
    await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
    expect(adapter.asks).toHaveLength(0);
  });

  test('a question that is too long is kept and its length named', async () => {
    const { adapter } = await show();
    const long = 'x'.repeat(20_001);
    await submit(long);
    const refusal = 'The question has 20,001 characters; shorten it to 20,000.';
    await expect.element(page.getByRole('alert')).toHaveTextContent(refusal);
    await expect.element(input()).toHaveValue(long);
    expect(adapter.asks).toHaveLength(0);
  });
});

test('two boxes on one prefix warm once and answer apart', async () => {
  const { adapter } = await show(
    <>
      <AskBox prefix={{ id: 'docs' }} labels={{ question: 'Left' }} />
      <AskBox prefix={{ id: 'docs' }} labels={{ question: 'Right' }} />
    </>,
  );
  await page.getByRole('textbox', { name: 'Left' }).click();
  await page.getByRole('textbox', { name: 'Right' }).click();
  expect(adapter.warms).toHaveLength(1);
  adapter.warms[0]!.end();
  await page.getByRole('textbox', { name: 'Left' }).fill('left?');
  await userEvent.keyboard('{Enter}');
  await page.getByRole('textbox', { name: 'Right' }).fill('right?');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => adapter.asks.map(({ turn }) => turn.question)).toEqual(['left?', 'right?']);
  adapter.asks[1]!.start();
  adapter.asks[1]!.text('To the right.');
  await expect.element(page.getByRole('region').nth(1)).toHaveTextContent('To the right.');
  await expect.element(page.getByRole('region').first()).toHaveTextContent('');
});

describe('a box that is taken away below a provider that stays', () => {
  async function taken(): Promise<{ adapter: ScriptedAdapter; events: ForewarmEvent[]; take: () => Promise<void> }> {
    const adapter = scriptedAdapter();
    const events: ForewarmEvent[] = [];
    const tree = (there: boolean): ReactNode => (
      <ForewarmProvider adapter={adapter} onEvent={(event) => events.push(event)}>
        {there && <AskBox prefix={{ id: 'docs' }} />}
        <AskBox prefix={{ id: 'docs' }} labels={{ question: 'Other', answer: 'Other answer' }} />
      </ForewarmProvider>
    );
    const { rerender } = await render(tree(true));
    return { adapter, events, take: () => rerender(tree(false)) };
  }
  const stopped = (events: ForewarmEvent[]): ForewarmEvent[] => events.filter(({ type }) => type === 'ask-stopped');

  test('while it warms: the warm goes on, for the next one on that prefix', async () => {
    const { adapter, take } = await taken();
    await input().click();
    await take();
    adapter.warms[0]!.end();
    await expect.element(page.getByText('Warm', { exact: true })).toBeVisible();
    expect(adapter.warms).toHaveLength(1);
  });

  test('while its question waits for the warm: the question is never sent, the warm goes on', async () => {
    const { adapter, events, take } = await taken();
    await submit('Why?');
    await take();
    await expect.poll(() => stopped(events)).toMatchObject([{ joining: true }]);
    adapter.warms[0]!.end();
    await expect.element(page.getByText('Warm', { exact: true })).toBeVisible();
    expect(adapter.asks).toHaveLength(0);
  });

  test('while its answer comes in: the connection is closed, and the other box asks as before', async () => {
    const { adapter, events, take } = await taken();
    await submit('Why?');
    adapter.warms[0]!.end();
    await expect.poll(() => adapter.asks).toHaveLength(1);
    adapter.asks[0]!.start();
    adapter.asks[0]!.text('Because');
    await take();
    expect(adapter.asks[0]!.options.signal!.aborted).toBe(true);
    await expect.poll(() => stopped(events)).toMatchObject([{ joining: false }]);
    await page.getByRole('textbox', { name: 'Other' }).fill('Who?');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => adapter.asks).toHaveLength(2);
  });
});

describe('a prefix that changes midway', () => {
  async function changing(thread: boolean): Promise<{ adapter: ScriptedAdapter; change: () => Promise<void> }> {
    const adapter = scriptedAdapter();
    const tree = (id: string): ReactNode => (
      <ForewarmProvider adapter={adapter}>
        <AskBox prefix={{ id }} thread={thread} />
      </ForewarmProvider>
    );
    const { rerender } = await render(tree('one'));
    return { adapter, change: () => rerender(tree('two')) };
  }
  const ids = ({ asks }: ScriptedAdapter): string[] => asks.map(({ prefix }) => prefix.id);

  test('while a question waits for the warm: it is asked on the prefix it was asked about', async () => {
    const { adapter, change } = await changing(false);
    await submit('Why?');
    await change();
    await expect.element(page.getByText('Not warmed')).toBeVisible();
    adapter.warms[0]!.end();
    await expect.poll(() => ids(adapter)).toEqual(['one']);
  });

  test('while an answer comes in: it comes to its end, and what is asked next is on the new one', async () => {
    const { adapter, change } = await changing(false);
    await submit('Why?');
    adapter.warms[0]!.end();
    await expect.poll(() => adapter.asks).toHaveLength(1);
    adapter.asks[0]!.start();
    adapter.asks[0]!.text('Because ');
    await change();
    adapter.asks[0]!.text('of that.');
    adapter.asks[0]!.finish();
    await expect.element(page.getByRole('region')).toHaveTextContent('Because of that.');
    await submit('And?');
    adapter.warms.at(-1)!.end();
    await expect.poll(() => ids(adapter)).toEqual(['one', 'two']);
  });

  test('while an answer of a thread comes in: another document is another conversation', async () => {
    const { adapter, change } = await changing(true);
    await submit('Why?');
    adapter.warms[0]!.end();
    await expect.poll(() => adapter.asks).toHaveLength(1);
    await change();
    await expect.element(page.getByRole('region')).not.toBeInTheDocument();
    expect(adapter.asks[0]!.options.signal!.aborted).toBe(true);
    await expect.element(page.getByRole('button', { name: 'Ask', exact: true })).toBeVisible();
  });
});

test('a button pressed twice asks once, and a backend that cannot warm is asked all the same', async () => {
  const adapter = { ...scriptedAdapter(), warm: undefined } as unknown as ScriptedAdapter;
  await render(
    <ForewarmProvider adapter={adapter}>
      <AskBox prefix={{ id: 'docs' }} />
    </ForewarmProvider>,
  );
  await input().fill('Why?');
  await expect.element(page.getByText('Not warmed: the backend cannot warm')).toBeVisible();
  const ask = page.getByRole('button', { name: 'Ask', exact: true }).element() as HTMLButtonElement;
  ask.click();
  ask.click();
  await expect.poll(() => adapter.asks).toHaveLength(1);
  expect(adapter.asks[0]!.turn.question).toBe('Why?');
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
});

test('a part outside of a box says where it belongs', async () => {
  const messages: string[] = [];
  class Caught extends Component<{ children: ReactNode }> {
    override state = { failed: false };
    static getDerivedStateFromError(error: Error): { failed: boolean } {
      messages.push(error.message);
      return { failed: true };
    }
    override render(): ReactNode {
      return this.state.failed ? null : this.props.children;
    }
  }
  await render(
    <Caught>
      <AskBox.Input />
    </Caught>,
  );
  expect(messages[0]).toBe('useAskBox: there is no AskBox.Root around this part; put it inside of one.');
});

test('unmounting while a warm is waited for ends both', async () => {
  const { adapter, unmount } = await show();
  await submit('Why?');
  await unmount();
  await expect.poll(() => adapter.warms[0]!.options.signal!.aborted).toBe(true);
  expect(adapter.asks).toHaveLength(0);
});
