import { http } from '@forewarm/adapters/http';
import { AskObserver, definePrefix, ForewarmClient, type Prefix, type PrefixRef } from '@forewarm/core';
import { createHandler } from '@forewarm/server';
import { scriptedAdapter } from '@forewarm/testing';
import { expect, test } from 'vitest';

const REF: PrefixRef = { id: 'doc' };

/** A page's client in front of a handler with a limit of its own. */
function page(maxQuestionLength: number) {
  const adapter = scriptedAdapter<Prefix>();
  const prefixes = { doc: definePrefix({ model: 'm', system: 'Doc.' }) };
  const handler = createHandler({ adapter, prefixes, maxQuestionLength });
  let requests = 0;
  const fetch = (request: Request): Promise<Response> => {
    requests++;
    return handler(request);
  };
  const client = new ForewarmClient<PrefixRef>({ adapter: http({ fetch }) });
  const observer = new AskObserver(client);
  const ask = async (length: number): Promise<{ error: string | undefined; asked: number; requests: number }> => {
    requests = 0;
    const { error } = await observer.ask(REF, 'x'.repeat(length));
    return { error: error?.message, asked: adapter.asks.length, requests };
  };
  return { client, ask };
}

test('a page takes a longer question than by default once a warm has told it that the server does', async () => {
  const { client, ask } = page(30_000);
  const tooLong = 'The question has 25,000 characters; at most 20,000 can be asked.';
  expect(await ask(25_000)).toEqual({ error: tooLong, asked: 0, requests: 0 });
  await client.warm(REF);
  expect(await ask(25_000)).toEqual({ error: undefined, asked: 1, requests: 1 });
});

test('a page refuses a shorter one by the server’s limit, without a request', async () => {
  const { client, ask } = page(50);
  const tooLong = 'The question has 60 characters; at most 50 can be asked.';
  expect(await ask(60)).toEqual({ error: tooLong, asked: 0, requests: 1 });
  await client.warm(REF);
  expect(await ask(60)).toEqual({ error: tooLong, asked: 0, requests: 0 });
});
