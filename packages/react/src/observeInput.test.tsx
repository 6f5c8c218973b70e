import { definePolicy, type Trigger } from '@forewarm/core';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { page, userEvent } from 'vitest/browser';
import { AskBox } from './askBox/AskBox.js';
import { ForewarmProvider } from './ForewarmProvider.js';
import { type ScriptedAdapter, scriptedAdapter } from './testing/scriptedAdapter.js';
import { useSpeculativeCache } from './useSpeculativeCache.js';

function Watched({ triggers, id = 'docs' }: { triggers: readonly Trigger[]; id?: string }): ReactNode {
  const { ref } = useSpeculativeCache({ prefix: { id }, triggers: [...triggers] });
  return <input ref={ref} aria-label="Field" />;
}

async function show(triggers: readonly Trigger[]): Promise<{
  adapter: ScriptedAdapter;
  caused: () => (string | undefined)[];
  rerender: (id: string) => Promise<void>;
}> {
  const adapter = scriptedAdapter();
  const tree = (id: string): ReactNode => (
    <ForewarmProvider adapter={adapter} policy={definePolicy({ triggers })}>
      <p style={{ height: '100vh' }}>Above</p>
      <Watched triggers={triggers} id={id} />
    </ForewarmProvider>
  );
  const { rerender } = await render(tree('docs'));
  const caused = (): (string | undefined)[] => adapter.warms.map(({ options }) => options.trigger);
  return { adapter, caused, rerender: (id) => rerender(tree(id)) };
}

test('the ref form sees focus and keystrokes without handlers', async () => {
  const { adapter, caused } = await show(['focus', 'keystroke']);
  await page.getByLabelText('Field').click();
  adapter.warms[0]!.fail(new Error('no'));
  await userEvent.keyboard('a');
  expect(caused()).toEqual(['focus']);
});

test('a pointer that rests warms, one that passes does not', async () => {
  const { caused } = await show(['hover']);
  const field = page.getByLabelText('Field').element();
  const pointer = (type: string, pointerType = 'mouse'): boolean =>
    field.dispatchEvent(new PointerEvent(type, { pointerType }));
  pointer('pointerenter');
  pointer('pointerleave');
  pointer('pointerenter', 'touch');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(caused()).toEqual([]);
  pointer('pointerenter');
  await expect.poll(caused).toEqual(['hover']);
});

test('an input that comes into view warms, once for each prefix', async () => {
  const { caused, adapter, rerender } = await show(['visible']);
  expect(caused()).toEqual([]);
  page.getByLabelText('Field').element().scrollIntoView();
  await expect.poll(caused).toEqual(['visible']);
  await rerender('other');
  await expect.poll(() => adapter.warms.map(({ prefix }) => prefix.id)).toEqual(['docs', 'other']);
});

test('an idle page warms', async () => {
  const { caused } = await show(['idle']);
  await expect.poll(caused).toEqual(['idle']);
});

test('the ref beside getInputProps adds what handlers can’t see, and sees nothing twice', async () => {
  const adapter = scriptedAdapter();
  function Both(): ReactNode {
    const { ref, getInputProps } = useSpeculativeCache({ prefix: { id: 'docs' } });
    return <input ref={ref} {...getInputProps({ 'aria-label': 'Field' })} />;
  }
  const skipped: string[] = [];
  await render(
    <ForewarmProvider
      adapter={adapter}
      policy={definePolicy({ triggers: ['idle', 'focus', 'keystroke'], debounceMs: 0 })}
      onEvent={(event) => void (event.type === 'warm-joined' && skipped.push(event.trigger))}
    >
      <Both />
    </ForewarmProvider>,
  );
  await expect.poll(() => adapter.warms.map(({ options }) => options.trigger)).toEqual(['idle']);
  await page.getByLabelText('Field').click();
  await userEvent.keyboard('a');
  expect(skipped).toEqual(['focus', 'keystroke']);
});

test('an ask box warms when it comes into view', async () => {
  const adapter = scriptedAdapter();
  await render(
    <ForewarmProvider adapter={adapter} policy={definePolicy({ triggers: ['visible'] })}>
      <AskBox prefix={{ id: 'docs' }} />
    </ForewarmProvider>,
  );
  await expect.poll(() => adapter.warms.map(({ options }) => options.trigger)).toEqual(['visible']);
});
