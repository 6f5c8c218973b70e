import { expect, test } from 'vitest';
import { type Adapter, UNKNOWN_USAGE } from '../index.js';
import { prefixKey } from '../prefix/prefixRef.js';
import { ForewarmClient } from './ForewarmClient.js';
import { memoryStore } from './memoryStore.js';
import type { StoreLock } from './store.js';

test('a lock that a store gives after the client has gone on without it is given back', async () => {
  const inner = memoryStore();
  let give = (): void => {};
  const answered = new Promise<void>((resolve) => (give = resolve));
  let taken: StoreLock | null = null;
  const lock = async (key: string, ms: number): Promise<StoreLock | null> => {
    await answered;
    return (taken = await inner.lock(key, ms));
  };
  const adapter: Adapter<{ id: string }> = {
    name: 'backend',
    warm: () =>
      Promise.resolve({ status: 'warmed', hash: 'h', method: 'zero-tokens', usage: UNKNOWN_USAGE, ttlMs: 300_000 }),
    async *ask() {},
  };
  const client = new ForewarmClient({ adapter, store: { ...inner, lock } });
  const ref = { id: 'doc' };
  expect(await client.warm(ref)).toMatchObject({ status: 'warmed', wrote: true });
  give();
  await expect.poll(() => taken).not.toBeNull();
  await expect.poll(() => inner.isLocked(prefixKey(ref))).toBe(false);
  client.dispose();
});
