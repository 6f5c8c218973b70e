import { ForewarmError } from '@forewarm/core';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { input, show, status, submit } from '../testing/box.js';
import type { ScriptedAdapter } from '../testing/scriptedAdapter.js';
import { AskBox } from './AskBox.js';

const button = (name: string): ReturnType<typeof page.getByRole> => page.getByRole('button', { name, exact: true });

/** A box with a running answer, asked by Enter. */
async function answering(thread = false): Promise<ScriptedAdapter> {
  const { adapter } = await show(<AskBox prefix={{ id: 'docs' }} warm={false} thread={thread} />);
  await submit('Why?');
  await begin(adapter);
  return adapter;
}

async function begin(adapter: ScriptedAdapter): Promise<void> {
  await expect.poll(() => adapter.asks).toHaveLength(1);
  adapter.asks[0]!.start();
  adapter.asks[0]!.text('Because.');
  await expect.element(page.getByRole('region')).toHaveTextContent('Because.');
}

const ENDINGS: readonly (readonly [name: string, end: (adapter: ScriptedAdapter) => void | Promise<void>])[] = [
  ['is complete', (adapter) => adapter.asks.at(-1)!.finish()],
  ['breaks off', (adapter) => adapter.asks.at(-1)!.break()],
  ['fails for good', (adapter) => adapter.asks.at(-1)!.break(new ForewarmError('unauthorized', 'Sign in.'))],
  ['is stopped with Escape', async () => userEvent.keyboard('{Escape}')],
];

test.each(ENDINGS)('the input keeps the focus when an answer %s', async (_, end) => {
  const adapter = await answering();
  await expect.element(input()).toHaveFocus();
  await end(adapter);
  await expect.element(button('Ask')).toBeVisible();
  await expect.element(input()).toHaveFocus();
  // What is typed next is a question like any other.
  await userEvent.keyboard('And?{Enter}');
  await expect.poll(() => adapter.asks.at(-1)!.turn.question).toBe('And?');
});

test.each([...ENDINGS, ['is stopped with the button', async () => userEvent.keyboard('{Enter}')] as const])(
  'who is at Stop is at Ask when an answer %s',
  async (_, end) => {
    const adapter = await answering();
    await userEvent.tab();
    await expect.element(button('Stop')).toHaveFocus();
    await end(adapter);
    await expect.element(button('Ask')).toHaveFocus();
  },
);

test('who clicks Ask is at Stop while the answer comes in', async () => {
  const { adapter } = await show(<AskBox prefix={{ id: 'docs' }} warm={false} />);
  await input().fill('Why?');
  await button('Ask').click();
  await expect.element(button('Stop')).toHaveFocus();
  await begin(adapter);
  await userEvent.keyboard('{Escape}');
  await expect.element(button('Ask')).toHaveFocus();
});

test('who asks again is at Stop, and at Ask once it has failed again', async () => {
  const adapter = await answering();
  adapter.asks[0]!.break();
  await button('Ask again').click();
  await expect.element(button('Stop')).toHaveFocus();
  await expect.poll(() => adapter.asks).toHaveLength(2);
  adapter.asks[1]!.break();
  await expect.element(button('Ask')).toHaveFocus();
  await expect.element(button('Ask again')).toBeVisible();
});

test('who presses a starter is at Stop, and at Ask once its answer is complete', async () => {
  const { adapter } = await show(<AskBox prefix={{ id: 'docs' }} warm={false} starters={['Why?', 'How?']} />);
  (button('How?').element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(button('Stop')).toHaveFocus();
  await expect.element(button('How?')).not.toBeInTheDocument();
  await begin(adapter);
  adapter.asks[0]!.finish();
  await expect.element(button('Ask')).toHaveFocus();
  await expect.element(button('How?')).toBeVisible();
});

test('a key that is held asks, and does not stop what it asked', async () => {
  const { adapter } = await show(<AskBox prefix={{ id: 'docs' }} warm={false} />);
  await input().fill('Why?');
  (button('Ask').element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter>3}');
  await expect.element(button('Stop')).toHaveFocus();
  await userEvent.keyboard('{/Enter}');
  await begin(adapter);
  expect(adapter.asks[0]!.options.signal!.aborted).toBe(false);
});

test.each([
  ['an answer', false],
  ['an answer that comes in', true],
])('who begins a new conversation after %s is at the input', async (_, busy) => {
  const adapter = await answering(true);
  if (!busy) adapter.asks[0]!.finish();
  await button('New conversation').click();
  await expect.element(input()).toHaveFocus();
  await expect.element(page.getByRole('region')).not.toBeInTheDocument();
  expect(adapter.asks[0]!.options.signal!.aborted).toBe(busy);
});

test('an end takes the focus from nobody who is elsewhere', async () => {
  const { adapter } = await show(
    <>
      <AskBox prefix={{ id: 'docs' }} warm={false} />
      <input aria-label="elsewhere" />
    </>,
  );
  await submit('Why?');
  await expect.poll(() => adapter.asks).toHaveLength(1);
  await page.getByLabelText('elsewhere').click();
  adapter.asks[0]!.start();
  adapter.asks[0]!.text('Because.');
  adapter.asks[0]!.finish();
  await expect.element(status()).toHaveTextContent('The answer is complete.');
  await expect.element(page.getByLabelText('elsewhere')).toHaveFocus();
});

test('Escape stops from anywhere in the box, not outside of it, nor where it ends a composition', async () => {
  const adapter = await answering();
  const seen: boolean[] = [];
  const listen = (event: KeyboardEvent): void => void seen.push(event.defaultPrevented);
  addEventListener('keydown', listen);
  try {
    input()
      .element()
      .dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Escape', isComposing: true, bubbles: true, cancelable: true }),
      );
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
    expect(adapter.asks[0]!.options.signal!.aborted).toBe(false);
    await userEvent.keyboard('{Escape}');
    expect(adapter.asks[0]!.options.signal!.aborted).toBe(true);
    // With nothing to stop, Escape is left to what is around, such as a dialog.
    await userEvent.keyboard('{Escape}');
    expect(seen).toEqual([false, false, true, false]);
  } finally {
    removeEventListener('keydown', listen);
  }
});
