import { ForewarmError } from '@forewarm/core';
import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { page, userEvent } from 'vitest/browser';
import { AskBox } from '../askBox/AskBox.js';
import { ForewarmProvider } from '../ForewarmProvider.js';
import { scriptedAdapter } from '../testing/scriptedAdapter.js';
import { ForewarmDevtools } from './ForewarmDevtools.js';

test('shows what happened, latest first, and forgets it when told to', async () => {
  const adapter = scriptedAdapter();
  await render(
    <ForewarmProvider adapter={adapter}>
      <AskBox prefix={{ id: 'docs' }} />
      <ForewarmDevtools initialOpen />
    </ForewarmProvider>,
  );
  await expect.element(page.getByText('Nothing has happened yet.', { exact: false })).toBeVisible();
  await page.getByRole('textbox').click();
  adapter.warms[0]!.end();
  await userEvent.keyboard('Why?{Enter}');
  await expect.poll(() => adapter.asks).toHaveLength(1);
  adapter.asks[0]!.start();
  adapter.asks[0]!.text('Because.');
  adapter.asks[0]!.finish();
  const timeline = page.getByRole('group', { name: 'Timeline, latest first' });
  await expect
    .element(timeline)
    .toHaveTextContent(/ask-finisheddocsAnswered in .* cache hit: 151,629 tokens read from cache/);
  const events = timeline
    .getByRole('row')
    .elements()
    .map((row) => row.children[1]!.textContent);
  const order = ['ask-finished', 'first-token', 'ask-started', 'warm-skipped', 'warmed', 'warm-started'];
  expect(events.slice(1)).toEqual(order);
  const questions = page.getByRole('group', { name: 'Questions, latest first' });
  await expect.element(questions).toHaveTextContent(/1\. docs: hit, first token \d.* whole \d/);
  await expect.element(page.getByText('1 of 1, 0 wasted, 1 skipped, 0 failed')).toBeVisible();

  await page.getByRole('button', { name: 'Clear' }).click();
  await expect.element(timeline).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect.element(page.getByRole('button', { name: 'Forewarm: 0 events' })).toBeVisible();
});

test('counts while it is closed', async () => {
  const adapter = scriptedAdapter();
  await render(
    <ForewarmProvider adapter={adapter}>
      <AskBox prefix={{ id: 'docs' }} />
      <ForewarmDevtools />
    </ForewarmProvider>,
  );
  await page.getByRole('textbox').click();
  adapter.warms[0]!.fail(new ForewarmError('rate-limited', 'Too many.'));
  await page.getByRole('button', { name: 'Forewarm: 2 events' }).click();
  await expect
    .element(
      page.getByRole('row', {
        name: /warm-failed docs The warm on focus failed after .* \(rate-limited\): Too many\./,
      }),
    )
    .toBeVisible();
});

test('one prefix at a time, and its events as JSON for a bug report', async () => {
  const adapter = scriptedAdapter();
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  await render(
    <ForewarmProvider adapter={adapter}>
      <AskBox prefix={{ id: 'docs' }} />
      <AskBox prefix={{ id: 'code' }} />
      <ForewarmDevtools initialOpen />
    </ForewarmProvider>,
  );
  for (const [index, name] of ['docs', 'code'].entries()) {
    await page.getByRole('textbox').nth(index).click();
    await expect.element(page.getByRole('row', { name: new RegExp(`warm-started ${name}`) })).toBeVisible();
  }
  await page.getByRole('combobox', { name: 'Prefix' }).selectOptions('code');
  await expect.element(page.getByRole('row', { name: /docs/ })).not.toBeInTheDocument();
  await expect.element(page.getByRole('row', { name: /warm-started code A warm began on focus/ })).toBeVisible();
  await page.getByRole('button', { name: 'Copy JSON' }).click();
  await expect.element(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const { events } = JSON.parse(write.mock.calls[0]![0]) as { events: { type: string; prefix: string }[] };
  expect(events).toMatchObject([{ type: 'warm-started', prefix: 'code' }]);
  write.mockRestore();
});
