import { ForewarmError } from '@forewarm/core';
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { question, showInDom } from '../testing/dom.js';
import type { ScriptedAdapter } from '../testing/scriptedAdapter.js';
import { AskBox } from './AskBox.js';

afterEach(cleanup);

const triggersOf = ({ warms }: ScriptedAdapter): unknown[] => warms.map(({ options }) => options.trigger);

test('a click into the box warms', async () => {
  const { adapter, user } = showInDom();
  await user.click(question());
  await waitFor(() => expect(triggersOf(adapter)).toEqual(['focus']));
});

test('a Tab into the box warms', async () => {
  const { adapter, user } = showInDom();
  await user.tab();
  expect(document.activeElement).toBe(question());
  await waitFor(() => expect(triggersOf(adapter)).toEqual(['focus']));
});

test('a question is typed, sent and answered', async () => {
  const { adapter, user } = showInDom();
  await user.type(question(), 'Why?{Enter}');
  adapter.warms[0]!.end();
  await waitFor(() => expect(adapter.asks).toHaveLength(1));
  const ask = adapter.asks[0]!;
  expect(ask.turn.question).toBe('Why?');
  ask.start();
  ask.text('Because.');
  ask.finish();
  expect((await screen.findByText('Because.')).closest('[data-forewarm=answer]')).not.toBeNull();
  await screen.findByText('The answer is complete.');
  expect(question().value).toBe('');
});

test('without statistics people read that they wait, then the answer, and never a figure', async () => {
  const { adapter, user, container } = showInDom(<AskBox prefix={{ id: 'docs' }} warm={false} />);
  await user.type(question(), 'Why?{Enter}');
  await waitFor(() => expect(adapter.asks).toHaveLength(1));
  expect(screen.getByText('Waiting for the answer…')).toBeDefined();
  expect(container.textContent).not.toMatch(/\d/);
  const ask = adapter.asks[0]!;
  ask.start();
  ask.text('Because.');
  await screen.findByText('Because.');
  expect(screen.queryByText('Waiting for the answer…')).toBeNull();
  ask.finish();
  await screen.findByText('The answer is complete.');
  expect(container.textContent).not.toMatch(/\d/);
});

test('what the model thinks or looks up stands in place of the waiting', async () => {
  const { adapter, user } = showInDom(<AskBox prefix={{ id: 'docs' }} warm={false} />);
  await user.type(question(), 'Why?{Enter}');
  await waitFor(() => expect(adapter.asks).toHaveLength(1));
  adapter.asks[0]!.start();
  adapter.asks[0]!.say({ type: 'reasoning', text: 'They ask why.' });
  await screen.findByText('Thinking…');
  expect(screen.queryByText('Waiting for the answer…')).toBeNull();
});

test('with statistics, where the time went and what the cache did', async () => {
  const { adapter, user } = showInDom(<AskBox prefix={{ id: 'docs' }} warm={false} statistics />);
  await user.type(question(), 'Why?{Enter}');
  await screen.findByText(/ s since you asked$/);
  expect(screen.queryByText('Waiting for the answer…')).toBeNull();
  await waitFor(() => expect(adapter.asks).toHaveLength(1));
  adapter.asks[0]!.start();
  adapter.asks[0]!.text('Because.');
  adapter.asks[0]!.finish();
  await screen.findByText(/ · hit · 151,629 tokens read from cache$/);
  expect(screen.getByRole('rowheader', { name: 'Answer' })).toBeDefined();
});

test('the Stop button keeps what came, and Ask again asks once more', async () => {
  const { adapter, user } = showInDom(<AskBox prefix={{ id: 'docs' }} warm={false} />);
  await user.type(question(), 'Why?');
  await user.click(screen.getByRole('button', { name: 'Ask' }));
  await waitFor(() => expect(adapter.asks).toHaveLength(1));
  adapter.asks[0]!.start();
  adapter.asks[0]!.text('Because');
  await screen.findByText('Because');
  await user.click(screen.getByRole('button', { name: 'Stop' }));
  await screen.findByText('The answer was stopped.');
  expect(adapter.asks[0]!.options.signal!.aborted).toBe(true);
  await user.click(screen.getByRole('button', { name: 'Ask again' }));
  await waitFor(() => expect(adapter.asks).toHaveLength(2));
});

test('a failed warm shows beside the dot, and the question is asked all the same', async () => {
  const { adapter, user } = showInDom();
  await user.click(question());
  await waitFor(() => expect(adapter.warms).toHaveLength(1));
  adapter.warms[0]!.fail(new ForewarmError('rate-limited', 'Too many requests.'));
  await screen.findByText(/Too many requests/);
  await user.keyboard('Why?{Enter}');
  await waitFor(() => expect(adapter.asks).toHaveLength(1));
});

test('an error stands in the page once, where a screen reader hears it', async () => {
  const { adapter, user } = showInDom(<AskBox prefix={{ id: 'docs' }} warm={false} />);
  for (const [index, message] of ['The model is overloaded.', 'The model is still overloaded.'].entries()) {
    if (index === 0) await user.type(question(), 'Why?{Enter}');
    else await user.click(screen.getByRole('button', { name: 'Ask again' }));
    await waitFor(() => expect(adapter.asks).toHaveLength(index + 1));
    expect(screen.queryByRole('alert')).toBeNull();
    adapter.asks[index]!.break(new ForewarmError('overloaded', message));
    expect(await screen.findByText(message)).toBe(screen.getByRole('alert'));
  }
});

test('the input gets no height where nothing is laid out', async () => {
  const { user } = showInDom();
  await user.type(question(), 'one{Shift>}{Enter}{/Shift}two');
  expect(question().style.height).toBe('');
});

test('the triggers that watch the page do no harm where the document can’t tell them', async () => {
  const { adapter } = showInDom(<AskBox prefix={{ id: 'docs' }} triggers={['visible', 'idle']} />);
  expect(question()).toBeDefined();
  expect(triggersOf(adapter)).not.toContain('visible');
});
