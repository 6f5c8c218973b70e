import type { ForewarmEvent, Prefix, PrefixRef } from '@forewarm/core';
import type { Draft, Speculator } from '@forewarm/core/kit';
import { speculativeAnswers } from '@forewarm/core/speculation';
import type { ReactNode } from 'react';
import { afterEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { page, userEvent } from 'vitest/browser';
import { ForewarmProvider } from '../ForewarmProvider.js';
import { Attachments } from '../attachments/Attachments.js';
import { input, status } from '../testing/box.js';
import { note, pick } from '../testing/files.js';
import { type ScriptedAdapter, scriptedAdapter } from '../testing/scriptedAdapter.js';
import { AskBox } from './AskBox.js';
import type { AskBoxRootProps } from './Root.js';

let events: ForewarmEvent[] = [];
afterEach(() => void (events = []));

const told = (): string[] => events.map(({ type }) => type).filter((type) => type.startsWith('speculation'));
const props: AskBoxRootProps = { prefix: { id: 'docs' }, speculativeAnswers: true };

/** A box whose prefix is warm after the first touch. */
async function show(
  box: ReactNode = <AskBox {...props} />,
): Promise<{ adapter: ScriptedAdapter } & Awaited<ReturnType<typeof render>>> {
  const adapter = scriptedAdapter();
  const screen = await render(
    <ForewarmProvider adapter={adapter} speculation={speculativeAnswers()} onEvent={(event) => events.push(event)}>
      {box}
    </ForewarmProvider>,
  );
  return { adapter, ...screen };
}

async function warm(adapter: ScriptedAdapter): Promise<void> {
  await expect.poll(() => adapter.warms.length).toBe(1);
  adapter.warms[0]!.end();
  await expect.element(page.getByText('Warm', { exact: true })).toBeVisible();
}

test('an answer begun for the draft is there in the next frame when it is sent, and its lane shows what was begun before', async () => {
  const { adapter, container } = await show(<AskBox {...props} statistics />);
  await input().click();
  await warm(adapter);
  await input().fill('How does it stay balanced?');
  await expect.poll(() => adapter.asks.length).toBe(1);
  adapter.asks[0]!.start();
  adapter.asks[0]!.text('It is a tree.');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(page.getByText('It is a tree.').elements()).toEqual([]);
  await userEvent.keyboard('{Enter}');
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
  await expect.element(page.getByText('It is a tree.')).toBeVisible();
  adapter.asks[0]!.finish();
  await expect.element(status()).toHaveTextContent('The answer is complete.');
  expect(adapter.asks.length).toBe(1);
  expect(told()).toEqual(['speculation-begun', 'speculation-adopted']);
  expect(container.querySelector('[data-phase="begun"]')).not.toBeNull();
  expect(JSON.stringify(events)).not.toMatch(/How does|a tree/);
});

test('a draft that changes ends what was begun for it, and nobody sees a word of that', async () => {
  const { adapter, container } = await show();
  await input().click();
  await warm(adapter);
  await input().fill('How does it stay balanced?');
  await expect.poll(() => adapter.asks.length).toBe(1);
  adapter.asks[0]!.start();
  adapter.asks[0]!.text('Unseen.');
  await userEvent.keyboard(' And');
  await expect.poll(() => adapter.asks[0]!.options.signal!.aborted).toBe(true);
  expect(told()).toEqual(['speculation-begun', 'speculation-discarded']);
  expect(container.textContent).not.toContain('Unseen.');
});

test('an unmounted box leaves nothing begun behind', async () => {
  const { adapter, rerender } = await show();
  await input().click();
  await warm(adapter);
  await input().fill('How does it stay balanced?');
  await expect.poll(() => adapter.asks.length).toBe(1);
  await rerender(<ForewarmProvider adapter={adapter}>{null}</ForewarmProvider>);
  await expect.poll(() => adapter.asks[0]!.options.signal!.aborted).toBe(true);
});

test.each<[string, Partial<AskBoxRootProps>]>([
  ['is switched while something else has the focus', { prefix: { id: 'large' } }],
  ['is no longer warmed', { warm: false }],
])('what was begun for a draft ends when its prefix %s', async (_what, change) => {
  const adapter = scriptedAdapter();
  const tree = (more: Partial<AskBoxRootProps>): ReactNode => (
    <ForewarmProvider adapter={adapter} speculation={speculativeAnswers()}>
      <AskBox {...props} {...more} />
      <button type="button">Other</button>
    </ForewarmProvider>
  );
  const { rerender } = await render(tree({}));
  await input().click();
  await warm(adapter);
  await input().fill('How does it stay balanced?');
  await expect.poll(() => adapter.asks.length).toBe(1);
  await page.getByRole('button', { name: 'Other' }).click();
  await rerender(tree(change));
  await expect.poll(() => adapter.asks[0]!.options.signal!.aborted).toBe(true);
});

test('the rule sees every edit, white space too', async () => {
  const texts: string[] = [];
  const draft: Draft<Prefix | PrefixRef> = { edit: (_prefix, text) => void texts.push(text), end() {} };
  const speculation: Speculator = () => ({
    begin: () => ({ status: 'begun' }),
    take: () => null,
    drop() {},
    draft: () => draft,
  });
  await render(
    <ForewarmProvider adapter={scriptedAdapter()} speculation={speculation}>
      <AskBox {...props} />
    </ForewarmProvider>,
  );
  await input().click();
  await userEvent.keyboard('Is i');
  expect(texts).toEqual(['I', 'Is', 'Is ', 'Is i']);
});

test('without the option no draft leaves the box', async () => {
  const { adapter } = await show(<AskBox prefix={{ id: 'docs' }} />);
  await input().click();
  await warm(adapter);
  await input().fill('How does it stay balanced?');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect([adapter.asks.length, told()]).toEqual([0, []]);
});

test.each([
  ['rest of the pointer', () => userEvent.hover(page.getByRole('button', { name: 'How does it stay balanced?' }))],
  ['keyboard focus', () => userEvent.tab()],
])('%s on a starter begins its answer, and a click shows it', async (_what, rest) => {
  const { adapter } = await show(
    <AskBox prefix={{ id: 'docs' }} starters={['How does it stay balanced?', 'What is a page?']} />,
  );
  await rest();
  await warm(adapter);
  await expect.poll(() => adapter.asks.length).toBe(1);
  adapter.asks[0]!.start();
  adapter.asks[0]!.text('By splitting.');
  await page.getByRole('button', { name: 'How does it stay balanced?' }).click();
  await expect.element(page.getByText('By splitting.')).toBeVisible();
  expect([adapter.asks.length, told()]).toEqual([1, ['speculation-begun', 'speculation-adopted']]);
});

test('a switch of settings midway warms the new prefix, where a draft stands in the focused box', async () => {
  const adapter = scriptedAdapter();
  const tree = (id: string): ReactNode => (
    <ForewarmProvider adapter={adapter}>
      <AskBox prefix={{ id }} />
    </ForewarmProvider>
  );
  const { rerender } = await render(tree('small'));
  await input().click();
  await warm(adapter);
  await rerender(tree('large'));
  await expect.element(page.getByText(/the model or its settings have changed/)).toBeVisible();
  expect(adapter.warms.length).toBe(1);
  await rerender(tree('small'));
  await input().fill('What is');
  await rerender(tree('large'));
  await expect.poll(() => adapter.warms.length).toBe(2);
  expect(adapter.warms[1]!.prefix).toEqual({ id: 'large' });
});

test('with files held, nothing is begun for the text alone', async () => {
  const { adapter } = await show(
    <AskBox.Root {...props} starters={['What is a page?']}>
      <Attachments.Root>
        <AskBox.Status />
        <AskBox.Starters />
        <Attachments.List />
        <AskBox.Input />
        <Attachments.Add />
      </Attachments.Root>
    </AskBox.Root>,
  );
  await input().click();
  await warm(adapter);
  await input().fill('How does it stay balanced?');
  await expect.poll(() => adapter.asks.length).toBe(1);
  pick(document.body, note('A tree.'));
  await expect.poll(() => adapter.asks[0]!.options.signal!.aborted).toBe(true);
  await input().fill('How does this one stay balanced?');
  await userEvent.hover(page.getByRole('button', { name: 'What is a page?' }));
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(adapter.asks.length).toBe(1);
  await page.getByRole('button', { name: 'Remove note.txt' }).click();
  await input().fill('How does it stay so?');
  await expect.poll(() => adapter.asks.length).toBe(2);
});
