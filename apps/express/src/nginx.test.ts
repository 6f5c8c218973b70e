import { fromChatTransport } from '@forewarm/adapters/chat-transport';
import { http } from '@forewarm/adapters/http';
import type { Adapter, PrefixRef } from '@forewarm/core';
import { collect, type Nginx, startNginx } from '@forewarm/testing';
import { DefaultChatTransport } from 'ai';
import { afterEach, describe, expect, test } from 'vitest';
import { openStack, type Stack } from './conformance/stack.js';

const CONTEXT = Array.from({ length: 600 }, (_, n) => `Line ${n} of the context speaks of topic${n % 37}.`).join('\n');
const question = 'What is said of topic7?';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const ADAPTERS: readonly (readonly [string, status: number | null, (url: string) => Adapter<PrefixRef>])[] = [
  ['http', 502, (url) => http({ url, resumeDelaysMs: [] })],
  [
    'chat-transport',
    // The AI SDK's transport throws the body of what it gets, not the status.
    null,
    (url) => {
      const transport = new DefaultChatTransport({ api: `${url}/ask` });
      return fromChatTransport({ transport, warmBy: http({ url }) });
    },
  ],
];

/** The kit's own handler behind a proxy that buffers, whatever the handler says of it. */
describe.each(ADAPTERS)('%s behind an nginx that buffers', (_name, status, adapterAt) => {
  async function setup(
    situation: Parameters<typeof openStack>[0] = {},
  ): Promise<{ adapter: Adapter<PrefixRef>; stack: Stack; nginx: Nginx; prefix: PrefixRef }> {
    const stack = await openStack(situation);
    closers.push(stack.close);
    const { origin, pathname } = new URL(stack.url);
    const nginx = await startNginx(origin);
    closers.push(() => nginx.close());
    return { adapter: adapterAt(nginx.url + pathname), stack, nginx, prefix: stack.prefix({ system: CONTEXT }) };
  }

  test('warms, and the ask hits', async () => {
    const { adapter, prefix } = await setup();
    expect(await adapter.warm(prefix)).toMatchObject({ status: 'warmed' });
    const { events, text, error } = await collect(adapter.ask(prefix, { question }));
    expect(error).toBeUndefined();
    expect(text).toContain('topic7');
    expect(events.at(-1)).toMatchObject({ type: 'finish', outcome: 'hit' });
  });

  test('whoever leaves closes the provider through both', async () => {
    const { adapter, prefix, stack } = await setup({ answer: ['Text. '], end: 'hold' });
    const stop = new AbortController();
    const answer = collect(adapter.ask(prefix, { question }, { signal: stop.signal }));
    await expect.poll(() => stack.requests[0]?.sent).toBeGreaterThan(0);
    stop.abort();
    expect(await answer).toMatchObject({ text: '', error: stop.signal.reason as unknown });
    await expect.poll(() => stack.requests[0]!.closed).toBe(true);
  });

  test('its own page is an error, told without its markup', async () => {
    const { adapter, prefix, stack } = await setup();
    await stack.close();
    const { error } = await collect(adapter.ask(prefix, { question }));
    const warmed = await adapter.warm(prefix).catch((thrown: unknown) => thrown);
    for (const each of [error, warmed]) {
      expect(each).toMatchObject({ code: 'upstream', retryable: true });
      expect((each as Error).message).not.toContain('<');
    }
    expect(error).toMatchObject({ status });
  });
});
