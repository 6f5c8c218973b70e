import { ForewarmError } from '@forewarm/core';
import { answer, controlledEnvironment } from '@forewarm/testing';
import { act, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { App, Help } from './App';
import { renderWithForewarm } from './renderWithForewarm';
import { serveOneAnswer } from './serveOneAnswer';

const question = () => screen.getByRole('textbox', { name: 'Your question' });
const button = (name: string) => screen.getByRole('button', { name });

let complaints: unknown[][] = [];
beforeEach(() => {
  complaints = [];
  vi.spyOn(console, 'error').mockImplementation((...words) => void complaints.push(words));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  expect(complaints).toEqual([]);
});

test('a click into the ask box warms', async () => {
  const { adapter, user } = renderWithForewarm(<Help />);
  await user.click(question());
  await screen.findByText('Warm');
  expect(adapter).toHaveWarmed({ id: 'manual' }, 'focus');
});

test('a Tab into the ask box warms', async () => {
  const { adapter, user } = renderWithForewarm(<Help />);
  await user.tab();
  expect(question()).toHaveFocus();
  await screen.findByText('Warm');
  expect(adapter).toHaveWarmed({ id: 'manual' }, 'focus');
});

test('a question is typed, sent and answered from the cache', async () => {
  const { adapter, user } = renderWithForewarm(<Help />, { ask: answer('By a wider foot.') });
  await user.type(question(), 'How does it stay upright?{Enter}');
  expect(await screen.findByText('By a wider foot.')).toBeVisible();
  expect(await screen.findByText(/to first token.* · hit · /)).toBeVisible();
  expect(adapter).toHaveAsked('How does it stay upright?', { id: 'manual' });
  expect(question()).toHaveValue('');
});

test('a miss is shown as a miss', async () => {
  const { user } = renderWithForewarm(<Help />, { ask: answer('Yes.', { outcome: 'miss' }) });
  await user.type(question(), 'Is it?{Enter}');
  expect(await screen.findByText(/ · miss · /)).toBeVisible();
});

test('a question sent during a warm waits for it', async () => {
  const environment = controlledEnvironment();
  const script = { warmMs: 5_000, ask: answer('Yes.'), environment };
  const { adapter, user } = renderWithForewarm(<Help />, script, { environment });
  await user.type(question(), 'Is it?{Enter}');
  await waitFor(() => expect(adapter.warms).toHaveLength(1));
  expect(adapter).not.toHaveAsked();
  await act(() => environment.advance(5_000));
  expect(await screen.findByText(/joined the warm/)).toBeVisible();
  expect(adapter.asks).toHaveLength(1);
});

test('an error is found once by its text, and the question can be asked again', async () => {
  let failed = false;
  const ask = () => {
    if (failed) return answer('Yes.');
    failed = true;
    return [new ForewarmError('overloaded', 'The model is overloaded.')];
  };
  const { adapter, user } = renderWithForewarm(<Help />, { ask });
  await user.type(question(), 'Is it?{Enter}');
  await waitFor(() => expect(screen.getByText('The model is overloaded.')).toBeVisible());
  await user.click(button('Ask again'));
  expect(await screen.findByText('Yes.')).toBeVisible();
  expect(adapter.asks).toHaveLength(2);
});

test('a stop keeps what had come and ends the request', async () => {
  const { adapter, user } = renderWithForewarm(<Help />, { ask: answer('Because it is.', { everyMs: 60_000 }) });
  await user.type(question(), 'Why?{Enter}');
  await screen.findByText('Because');
  await user.click(button('Stop'));
  await screen.findByText('The answer was stopped.');
  expect(screen.getByText('Because')).toBeVisible();
  expect(adapter.asks[0].options.signal?.aborted).toBe(true);
});

test('a failed warm keeps no question from its answer', async () => {
  const warm = new ForewarmError('rate-limited', 'Too many requests.');
  const { user } = renderWithForewarm(<Help />, { warm, ask: answer('Yes.') });
  await user.click(question());
  expect(await screen.findByText(/Warming failed/)).toBeVisible();
  await user.keyboard('Is it?{Enter}');
  expect(await screen.findByText('Yes.')).toBeVisible();
});

test('nothing is warmed while the device is offline', async () => {
  const environment = controlledEnvironment();
  environment.set({ offline: true });
  const { adapter, user } = renderWithForewarm(<Help />, {}, { environment });
  await user.click(question());
  expect(await screen.findByText(/there is no network/)).toBeVisible();
  expect(adapter.warms).toHaveLength(0);
});

test('the whole app with `http` warms and asks through a stubbed fetch', async () => {
  const { fetch, requests } = serveOneAnswer('By a wider foot.');
  vi.stubGlobal('fetch', fetch);
  const user = userEvent.setup();
  render(<App />);
  await user.click(question());
  await screen.findByText('Warm');
  await user.keyboard('How does it stay upright?{Enter}');
  expect(await screen.findByText('By a wider foot.')).toBeVisible();
  expect(requests).toMatchObject([
    { path: '/api/forewarm/warm', body: { prefix: { id: 'manual' } } },
    { path: '/api/forewarm/ask', body: { question: 'How does it stay upright?' } },
  ]);
});
