import { type Adapter, definePrefix, type Prefix } from '@forewarm/core';
import { expect, test } from 'vitest';
import { createHandler } from '../handler.js';

test('a heartbeat says whether the model was alive since the last one', async () => {
  let alive: (() => void) | undefined;
  const adapter: Adapter<Prefix> = {
    name: 'thinking',
    warm: () => Promise.resolve({ status: 'skipped', reason: 'unsupported' }),
    async *ask({ hash }, _turn, options) {
      alive = options?.alive;
      yield { type: 'start', hash };
      await new Promise((resolve) => options?.signal?.addEventListener('abort', resolve));
    },
  };
  const prefixes = { doc: definePrefix({ model: 'm', system: 'Doc.' }) };
  const handler = createHandler({ adapter, prefixes, heartbeatMs: 10 });
  const request = new Request('http://server/ask', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prefix: { id: 'doc' }, question: 'Q' }),
  });
  const reader = (await handler(request)).body!.pipeThrough(new TextDecoderStream()).getReader();
  const comment = async (): Promise<string> => {
    for (;;) {
      const { value = '' } = await reader.read();
      if (value.startsWith(':')) return value;
    }
  };
  expect(await comment()).toBe(':\n\n');
  alive?.();
  expect(await comment()).toBe(':alive\n\n');
  expect(await comment()).toBe(':\n\n');
  await reader.cancel();
});
