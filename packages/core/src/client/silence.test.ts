import { definePolicy } from '../policy/policyOptions.js';
import { expect, test } from 'vitest';
import type { Adapter, AskEvent } from '../adapter/adapter.js';
import { definePrefix, type Prefix } from '../prefix/prefix.js';
import { ForewarmClient } from './ForewarmClient.js';
import { type FakeEnvironment, fakeEnvironment } from '../testing/fakeEnvironment.js';
import { UNKNOWN_USAGE } from '../adapter/usage.js';

const prefix = definePrefix({ model: 'm', system: 'Doc.' });

/**
 * Receives something each 100 ms that makes no event yet, such as a tool's input; calls `alive` if
 * `says`.
 */
function slow(environment: FakeEnvironment, says: boolean): Adapter<Prefix> {
  return {
    name: 'slow',
    warm: () => Promise.resolve({ status: 'skipped', reason: 'unsupported' }),
    async *ask(_prefix, _turn, { alive, signal } = {}): AsyncGenerator<AskEvent> {
      for (let n = 0; n < 20; n++) {
        await new Promise<void>((resolve) => environment.setTimeout(resolve, 100));
        signal?.throwIfAborted();
        if (says) alive?.();
      }
      yield { type: 'finish', reason: 'stop', usage: UNKNOWN_USAGE, outcome: 'unknown' };
    },
  };
}

test.each([
  [true, undefined],
  [false, 'timeout'],
])('what arrives untold keeps an ask alive: %s', async (says, code) => {
  const environment = fakeEnvironment();
  const cache = new ForewarmClient({
    adapter: slow(environment, says),
    environment,
    policy: definePolicy({ askTimeoutMs: 500 }),
  });
  let signs = 0;
  const read = async (): Promise<string | undefined> => {
    try {
      for await (const event of cache.ask(prefix, { question: 'Q' }, { alive: () => signs++ })) void event;
      return undefined;
    } catch (thrown) {
      return (thrown as { code: string }).code;
    }
  };
  const ended = read();
  await environment.advance(3_000);
  expect(await ended).toBe(code);
  // The caller's `alive` is called too.
  expect(signs).toBe(says ? 20 : 0);
});
