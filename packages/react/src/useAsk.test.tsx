import type { PastTurn } from '@forewarm/core';
import type { ReactNode } from 'react';
import { afterEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { page } from 'vitest/browser';
import { ForewarmProvider } from './ForewarmProvider.js';
import { type ScriptedAdapter, scriptedAdapter } from './testing/scriptedAdapter.js';
import { type AskOptions, useAsk } from './useAsk.js';
import { useForewarmMetrics } from './useForewarmMetrics.js';
import { webStorage } from './webStorage.js';

afterEach(() => localStorage.clear());

function Talk({ question = 'q1', ...options }: Omit<AskOptions, 'prefix'> & { question?: string }): ReactNode {
  const { ask, retry, reset, status, answer, turns, next } = useAsk({ prefix: { id: 'docs' }, ...options });
  const { answered, asks, report } = useForewarmMetrics();
  return (
    <>
      <button type="button" onClick={() => void ask(question)}>
        ask
      </button>
      <button type="button" onClick={() => void retry()}>
        retry
      </button>
      <button type="button" onClick={reset}>
        reset
      </button>
      <output aria-label="state">{`${status} ${answer}`}</output>
      <output aria-label="turns">{turns.map((turn) => turn.answer).join(' ')}</output>
      <output aria-label="next">{JSON.stringify(next)}</output>
      <output aria-label="metrics">{`${asks.started} ${answered.length} ${report.hitRate}`}</output>
    </>
  );
}

async function show(
  node: ReactNode,
): Promise<{ adapter: ScriptedAdapter; rerender: (node: ReactNode) => Promise<void> }> {
  const adapter = scriptedAdapter();
  const around = (children: ReactNode): ReactNode => <ForewarmProvider adapter={adapter}>{children}</ForewarmProvider>;
  const { rerender } = await render(around(node));
  return { adapter, rerender: (next) => rerender(around(next)) };
}

const click = async (name: string): Promise<void> => page.getByRole('button', { name }).click();
const output = (name: string): ReturnType<typeof page.getByLabelText> => page.getByLabelText(name);

async function answerWith(adapter: ScriptedAdapter, text: string): Promise<void> {
  const ask = adapter.asks.at(-1)!;
  ask.start();
  ask.text(text);
  ask.finish();
  await expect.element(output('state')).toHaveTextContent(`done ${text}`);
}

test('a follow-up is asked on a prefix that holds the thread, and a reload finds it again', async () => {
  const thread: PastTurn[] = [{ question: 'q1', answer: 'a1' }];
  const { adapter, rerender } = await show(<Talk key="a" thread storage={webStorage()} />);
  await click('ask');
  await answerWith(adapter, 'a1');
  await expect.element(output('next')).toHaveTextContent(JSON.stringify({ id: 'docs', thread }));
  await click('ask');
  await expect.poll(() => adapter.asks).toHaveLength(2);
  expect(adapter.asks[1]!.prefix).toEqual({ id: 'docs', thread });
  await answerWith(adapter, 'a2');
  await expect.element(output('turns')).toHaveTextContent('a1');

  await rerender(<Talk key="b" thread storage={webStorage()} />);
  await expect.element(output('turns')).toHaveTextContent('a1 a2');
  await click('reset');
  await expect.element(output('turns')).toHaveTextContent('');
  expect(localStorage).toHaveLength(0);
});

test('without a thread every question stands alone', async () => {
  const { adapter } = await show(<Talk storage={webStorage()} />);
  await click('ask');
  await answerWith(adapter, 'a1');
  await click('ask');
  await expect.poll(() => adapter.asks).toHaveLength(2);
  expect(adapter.asks[1]!.prefix).toEqual({ id: 'docs' });
  expect(localStorage).toHaveLength(0);
});

test('a second answer takes the place of the first in the thread', async () => {
  const { adapter } = await show(<Talk thread />);
  await click('ask');
  await answerWith(adapter, 'first');
  await click('retry');
  expect(adapter.asks[1]!.prefix).toEqual({ id: 'docs' });
  await answerWith(adapter, 'second');
  await expect.element(output('next')).toHaveTextContent('"second"');
  await expect.element(output('next')).not.toHaveTextContent('"first"');
});

test('another storage key is another conversation, and ends the answer that was coming in', async () => {
  const { adapter, rerender } = await show(<Talk thread storageKey="one" />);
  await click('ask');
  await expect.poll(() => adapter.asks).toHaveLength(1);
  await rerender(<Talk thread storageKey="two" />);
  await expect.element(output('state')).toHaveTextContent('idle');
  expect(adapter.asks[0]!.options.signal!.aborted).toBe(true);
});

test('metrics count what was asked and answered', async () => {
  const { adapter } = await show(<Talk />);
  await expect.element(output('metrics')).toHaveTextContent('0 0 null');
  await click('ask');
  await answerWith(adapter, 'a1');
  await expect.element(output('metrics')).toHaveTextContent('1 1 1');
});
