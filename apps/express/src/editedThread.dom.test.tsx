import Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '@forewarm/adapters/anthropic';
import { http } from '@forewarm/adapters/http';
import { definePrefix, type PastTurn } from '@forewarm/core';
import { ForewarmProvider } from '@forewarm/react';
import { Chat } from '@forewarm/react/chat';
import { createHandler } from '@forewarm/server';
import { createSimulator } from '@forewarm/simulator';
import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';

const words = (count: number, name: string): string =>
  Array.from({ length: count }, (_, n) => `Line ${n}: the part called ${name}${n} does thing${n % 91}.`).join('\n');
/** Each long enough to be cached by itself. */
const turn = (n: number): PastTurn => ({ question: `Question ${n}?`, answer: words(300, `answer${n}-`) });

test('to edit a question of a kept conversation warms the turns before it, and the edited question reads them from the cache', async () => {
  const simulator = createSimulator({ latency: 'none' });
  const client = new Anthropic({
    apiKey: 'k',
    baseURL: 'http://simulator',
    maxRetries: 0,
    // The server's side, in the page's process.
    dangerouslyAllowBrowser: true,
    fetch: (url, init) => simulator.fetch(new Request(url, init)),
  });
  const manual = definePrefix({ model: 'claude-sonnet-4-6', system: words(2_000, 'topic') });
  const handler = createHandler({ adapter: anthropic({ client }), prefixes: { manual } });
  const storage = { read: () => [turn(1), turn(2), turn(3)], write() {} };
  render(
    <ForewarmProvider adapter={http({ url: 'http://localhost/api', fetch: handler })}>
      <Chat prefix={{ id: 'manual' }} storage={storage} />
    </ForewarmProvider>,
  );
  const user = userEvent.setup();

  await user.click(screen.getAllByRole('button', { name: 'Edit your question' })[1]!);
  await waitFor(() => expect(simulator.requests).toMatchObject([{ maxTokens: 0, outcome: 'miss' }]));
  await waitFor(() => expect(simulator.requests[0]!.usage!.write).toBeGreaterThan(0));
  await user.keyboard(' Or what does topic7 do?{Enter}');
  await screen.findByText('The answer is complete.');

  const [warm, ask, ...more] = simulator.requests;
  expect(more).toEqual([]);
  expect(ask).toMatchObject({ maxTokens: 4096, outcome: 'hit' });
  // All that the warm wrote, the kept turn with it: more than the manual alone.
  expect(ask!.usage!.read).toBe(warm!.usage!.write);
  expect(screen.getByText(/Or what does topic7 do\?/)).toBeDefined();
  expect(screen.queryByText('Question 3?')).toBeNull();
});
