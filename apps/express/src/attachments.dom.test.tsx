import Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '@forewarm/adapters/anthropic';
import { http } from '@forewarm/adapters/http';
import { definePrefix } from '@forewarm/core';
import { AskBox, ForewarmProvider } from '@forewarm/react';
import { Attachments } from '@forewarm/react/attachments';
import { createHandler } from '@forewarm/server';
import { createSimulator } from '@forewarm/simulator';
import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';

const LINES = Array.from({ length: 2_000 }, (_, n) => `Line ${n} speaks of topic${n % 91}.`).join('\n');
const PNG = Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1');

test('a question with files reads what was warmed, and the next reads them too', async () => {
  const simulator = createSimulator({ latency: 'none' });
  const bodies: { messages: { content: object[] }[] }[] = [];
  const client = new Anthropic({
    apiKey: 'k',
    baseURL: 'http://simulator',
    maxRetries: 0,
    // The server's side, in the page's process.
    dangerouslyAllowBrowser: true,
    fetch: (url, init) => {
      bodies.push(JSON.parse(init!.body as string) as (typeof bodies)[number]);
      return simulator.fetch(new Request(url, init));
    },
  });
  const manual = definePrefix({ model: 'claude-sonnet-4-6', system: LINES });
  const handler = createHandler({ adapter: anthropic({ client }), prefixes: { manual }, attachments: true });
  render(
    <ForewarmProvider adapter={http({ url: 'http://localhost/api', fetch: handler })}>
      <AskBox.Root prefix={{ id: 'manual' }} thread>
        <AskBox.Answer />
        <Attachments.Root>
          <AskBox.Input />
          <Attachments.List />
          <Attachments.Problem />
          <Attachments.Add />
        </Attachments.Root>
      </AskBox.Root>
    </ForewarmProvider>,
  );
  const user = userEvent.setup();
  const picker = screen.getByRole('button', { name: 'Attach files' }).querySelector('input')!;
  await user.upload(picker, [
    new File([PNG], 'dot.png', { type: 'image/png' }),
    new File(['“topic7”'], 'note.txt', { type: 'text/plain' }),
  ]);
  await waitFor(() => expect(screen.getByRole('list', { name: 'Attachments' }).textContent).toContain('note.txt'));
  await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull());
  await user.type(screen.getByRole('textbox'), 'What is said of topic7?{Enter}');
  await screen.findByText('The answer is complete.');

  const content = [
    { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG.toString('base64') } },
    { type: 'text', text: '<attachment name="note.txt">\n“topic7”\n</attachment>' },
    { type: 'text', text: 'What is said of topic7?' },
  ];
  const [warm, ask] = simulator.requests;
  expect(warm).toMatchObject({ maxTokens: 0, outcome: 'miss' });
  expect(ask).toMatchObject({ maxTokens: 4096, outcome: 'hit' });
  expect(ask!.usage!.read).toBe(warm!.usage!.write);
  expect(bodies[1]!.messages.at(-1)!.content).toMatchObject(content);
  expect(JSON.stringify(bodies[0])).not.toContain('image');

  await user.type(screen.getByRole('textbox'), 'And of topic9?{Enter}');
  await waitFor(() => expect(simulator.requests.at(-1)).toMatchObject({ maxTokens: 4096 }));
  await waitFor(() => expect(bodies.at(-1)!.messages).toHaveLength(3));
  expect(bodies.at(-1)!.messages[0]!.content).toMatchObject(content);
});
