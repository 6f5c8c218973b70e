import type { ForewarmEvent } from '@forewarm/core';
import { QueryClient } from '@tanstack/react-query';
import { Profiler, type ReactNode, StrictMode, useState } from 'react';
import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { page, userEvent } from 'vitest/browser';
import { ForewarmProvider } from './ForewarmProvider.js';
import { queryStore } from './queryStore.js';
import { scriptedAdapter } from './testing/scriptedAdapter.js';
import { useSpeculativeCache } from './useSpeculativeCache.js';

function Field({ id = 'docs', label = 'Field' }: { id?: string; label?: string }): ReactNode {
  const { status, getInputProps } = useSpeculativeCache({ prefix: { id } });
  return (
    <>
      <input {...getInputProps({ 'aria-label': label })} />
      <output>{status}</output>
    </>
  );
}

test('a focus by script warms nothing, a click does', async () => {
  // What earlier tests clicked must have been long enough ago not to count.
  await vi.waitUntil(() => !navigator.userActivation.isActive, { timeout: 10_000 });
  const adapter = scriptedAdapter();
  await render(
    <ForewarmProvider adapter={adapter}>
      <Field />
    </ForewarmProvider>,
  );
  const field = page.getByLabelText('Field');
  (field.element() as HTMLElement).focus();
  await expect.element(field).toHaveFocus();
  expect(adapter.warms).toHaveLength(0);
  (field.element() as HTMLElement).blur();
  await field.click();
  await expect.poll(() => adapter.warms).toHaveLength(1);
});

test('any number of keystrokes and mounted inputs make one warm', async () => {
  const adapter = scriptedAdapter();
  await render(
    <ForewarmProvider adapter={adapter}>
      {['a', 'b', 'c'].map((label) => (
        <Field key={label} label={label} />
      ))}
    </ForewarmProvider>,
  );
  for (const label of ['a', 'b', 'c']) {
    await page.getByLabelText(label).click();
    await userEvent.keyboard('some words typed into it');
  }
  adapter.warms[0]!.end();
  await expect.element(page.getByText('fresh').first()).toBeVisible();
  await page.getByLabelText('a').click();
  await userEvent.keyboard('and more');
  expect(adapter.warms).toHaveLength(1);
  expect(page.getByText('fresh').elements()).toHaveLength(3);
});

test('two providers on one QueryClient warm once', async () => {
  const adapter = scriptedAdapter();
  const store = queryStore(new QueryClient());
  await render(
    ['a', 'b'].map((label) => (
      <ForewarmProvider key={label} adapter={adapter} store={store}>
        <Field label={label} />
      </ForewarmProvider>
    )),
  );
  await page.getByLabelText('a').click();
  await page.getByLabelText('b').click();
  expect(adapter.warms).toHaveLength(1);
  adapter.warms[0]!.end();
  await expect.poll(() => page.getByText('fresh').elements()).toHaveLength(2);
});

test('typing commits nothing beyond the changes of status', async () => {
  const adapter = scriptedAdapter();
  let commits = 0;
  await render(
    <ForewarmProvider adapter={adapter}>
      <Profiler id="field" onRender={() => commits++}>
        <Field />
      </Profiler>
    </ForewarmProvider>,
  );
  await page.getByLabelText('Field').click();
  adapter.warms[0]!.end();
  await expect.element(page.getByText('fresh')).toBeVisible();
  const before = commits;
  await userEvent.keyboard('x'.repeat(200));
  await expect.element(page.getByLabelText('Field')).toHaveValue('x'.repeat(200));
  expect(before).toBe(3);
  expect(commits).toBe(before);
});

test('a contenteditable element warms too', async () => {
  const adapter = scriptedAdapter();
  function Editable(): ReactNode {
    const { getInputProps } = useSpeculativeCache({ prefix: { id: 'docs' }, triggers: ['keystroke'] });
    return <div contentEditable role="textbox" aria-label="Editor" {...getInputProps()} />;
  }
  await render(
    <ForewarmProvider adapter={adapter}>
      <Editable />
    </ForewarmProvider>,
  );
  await page.getByLabelText('Editor').click();
  expect(adapter.warms).toHaveLength(0);
  await userEvent.keyboard('h');
  expect(adapter.warms).toHaveLength(1);
});

test("the user's own handlers run first, and enabled: false leaves the prefix alone", async () => {
  const adapter = scriptedAdapter();
  const order: string[] = [];
  const onEvent = ({ type }: ForewarmEvent): void => void order.push(type);
  function Switched(): ReactNode {
    const [enabled, enable] = useState(false);
    const { getInputProps } = useSpeculativeCache({ prefix: { id: 'docs' }, enabled });
    const onInput = (): void => {
      order.push('own');
      enable(true);
    };
    return <input {...getInputProps({ 'aria-label': 'Field', onInput })} />;
  }
  await render(
    <ForewarmProvider adapter={adapter} onEvent={onEvent}>
      <Switched />
    </ForewarmProvider>,
  );
  await page.getByLabelText('Field').click();
  await userEvent.keyboard('a');
  expect(order).toEqual(['own']);
  await userEvent.keyboard('b');
  expect(order).toEqual(['own', 'own', 'warm-started']);
});

test('a prefix changed midway says so, and is cold until the person next does something', async () => {
  const adapter = scriptedAdapter();
  const tree = (id: string): ReactNode => (
    <ForewarmProvider adapter={adapter}>
      <Field id={id} />
    </ForewarmProvider>
  );
  const { rerender } = await render(tree('one'));
  await page.getByLabelText('Field').click();
  await expect.element(page.getByText('warming')).toBeVisible();
  await rerender(tree('two'));
  await expect.element(page.getByText('skipped')).toBeVisible();
  await userEvent.keyboard('a');
  expect(adapter.warms.map(({ prefix }) => prefix.id)).toEqual(['one', 'two']);
  adapter.warms[0]!.end();
  adapter.warms[1]!.end();
  await expect.element(page.getByText('fresh')).toBeVisible();
});

test('Strict Mode warms once, and unmounting ends the warm', async () => {
  const adapter = scriptedAdapter();
  const { unmount } = await render(
    <StrictMode>
      <ForewarmProvider adapter={adapter}>
        <Field />
      </ForewarmProvider>
    </StrictMode>,
  );
  await page.getByLabelText('Field').click();
  await expect.element(page.getByText('warming')).toBeVisible();
  expect(adapter.warms).toHaveLength(1);
  expect(adapter.warms[0]!.options.signal!.aborted).toBe(false);
  await unmount();
  await expect.poll(() => adapter.warms[0]!.options.signal!.aborted).toBe(true);
});
