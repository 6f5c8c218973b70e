import { createRef } from 'react';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { page } from 'vitest/browser';
import { AskBox } from './askBox/AskBox.js';
import { ForewarmProvider } from './ForewarmProvider.js';
import { type ScriptedAdapter, scriptedAdapter } from './testing/scriptedAdapter.js';

async function show(children: React.ReactNode): Promise<ScriptedAdapter> {
  const adapter = scriptedAdapter();
  await render(
    <ForewarmProvider adapter={adapter}>
      <AskBox.Root prefix={{ id: 'docs' }}>
        <AskBox.Input />
        {children}
      </AskBox.Root>
    </ForewarmProvider>,
  );
  return adapter;
}
const submit = (): ReturnType<typeof page.getByRole> => page.getByRole('button', { name: 'Ask' });

test('state is there as attributes and for functions', async () => {
  await show(
    <AskBox.Status
      className={({ status }) => `is-${status}`}
      style={({ status }) => ({ opacity: status === 'warming' ? 0.5 : 1 })}
    />,
  );
  const status = page.getByText('Not warmed');
  await expect.element(status).toHaveClass('is-cold');
  await page.getByRole('textbox').click();
  const warming = page.getByText('Warming');
  await expect.element(warming).toHaveClass('is-warming');
  await expect.element(warming).toHaveAttribute('data-status', 'warming');
  await expect.element(warming).toHaveStyle({ opacity: '0.5' });
});

test('another element takes the part, with its own props, handlers and ref beside', async () => {
  const inner = createRef<HTMLButtonElement>();
  const outer = createRef<HTMLButtonElement>();
  const clicks: string[] = [];
  await show(
    <AskBox.Submit
      ref={outer}
      className="part"
      onClick={() => clicks.push('part')}
      render={<button ref={inner} className="mine" title="Send" onClick={() => clicks.push('element')} />}
    />,
  );
  await expect.element(submit()).toHaveClass('part', 'mine');
  await expect.element(submit()).toHaveAttribute('title', 'Send');
  expect(inner.current).toBe(submit().element());
  expect(outer.current).toBe(inner.current);
  await submit().click();
  expect(clicks).toEqual(['element', 'part']);
  await expect.element(page.getByRole('textbox')).toHaveFocus();
});

test('a ref that returns a cleanup has it called, once and instead of null', async () => {
  const seen: string[] = [];
  const name = (element: Element | null): string => element?.tagName ?? 'null';
  const withCleanup = (element: Element | null): (() => void) => {
    seen.push(name(element));
    return () => seen.push('cleanup');
  };
  const withNull = (element: Element | null): void => void seen.push(name(element));
  const box = (shown: boolean): React.ReactNode => (
    <ForewarmProvider adapter={scriptedAdapter()}>
      <AskBox.Root prefix={{ id: 'docs' }}>
        {shown && <AskBox.Submit ref={withCleanup} />}
        {shown && <AskBox.Status ref={withNull} />}
      </AskBox.Root>
    </ForewarmProvider>
  );
  const { rerender } = await render(box(true));
  await rerender(box(true));
  expect(seen).toEqual(['BUTTON', 'SPAN']);
  await rerender(box(false));
  expect(seen).toEqual(['BUTTON', 'SPAN', 'cleanup', 'null']);
});

test('a function renders the part from its props and state', async () => {
  await show(
    <AskBox.Submit
      render={(props, { busy }) => (
        <button {...props} type="button">
          {busy ? 'Busy' : 'Ask'} →
        </button>
      )}
    />,
  );
  await expect.element(submit()).toHaveTextContent('Ask →');
});

test('a handler that prevents the default keeps the part from acting', async () => {
  const adapter = await show(<AskBox.Submit onClick={(event) => event.preventDefault()} />);
  await page.getByRole('textbox').fill('Why?');
  await submit().click();
  await expect.element(page.getByRole('textbox')).toHaveValue('Why?');
  expect(adapter.asks).toHaveLength(0);
});
