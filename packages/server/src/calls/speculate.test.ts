import { definePrefix, type Prefix } from '@forewarm/core';
import { scriptedAdapter, YES } from '@forewarm/testing';
import { expect, test } from 'vitest';
import { createHandler } from '../handler.js';

const doc = definePrefix({ model: 'm', system: 'A document.' });
const post = (path: string, body: object): Request =>
  new Request(`http://localhost/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prefix: { id: 'doc' }, question: 'Q', ...body }),
  });

test('an adopted answer that falls silent is ended as any other is', async () => {
  const adapter = scriptedAdapter<Prefix>({ ask: [YES[0]!, YES[1]!, 60_000] });
  const policy = { askTimeoutMs: 100 };
  const handler = createHandler({ adapter, prefixes: { doc }, speculativeAnswers: true, policy });
  await handler(post('warm', {}));
  const response = await handler(post('speculate', {}));
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const until = async (what: string): Promise<void> => {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      text += next.value;
      if (text.includes(what)) return;
    }
  };
  await until('Yes.');
  const answer = /"messageId":"([^"]+)"/.exec(text)![1]!;
  expect((await handler(post('adopt', { answer }))).status).toBe(202);
  await until('[DONE]');
  expect(text).toContain('"code":"timeout"');
  await expect.poll(() => [adapter.asks[0]!.ended, handler.streaming()]).toEqual([true, 0]);
});
