import { expect } from 'vitest';
import { ask, type Suite } from './context.js';
import { PLAIN } from './parts.js';

const WARMS = 60;
/** While the next warm uses the connection. */
const CLOSES_AFTER_MS = 2;
const WARM_TAKES_MS = 10;

/**
 * The protocol's last event ends an answer. A warm retries only if its connection ended before the
 * first byte.
 */
export function checkConnections<P>({ setup, check }: Suite<P>): void {
  check('no warm fails on a connection that ended after an answer', ['situations', 'warm'], async () => {
    const { adapter, prefix } = await setup({ closesAfterResponse: CLOSES_AFTER_MS, delayMs: WARM_TAKES_MS });
    const failed: unknown[] = [];
    for (let n = 0; n < WARMS; n++) {
      await ask(adapter, prefix(PLAIN));
      // The warm must reuse the connection.
      await new Promise((resolve) => setImmediate(resolve));
      // A warm prefix would send nothing.
      const parts = { system: `${PLAIN.system as string}\nPart ${n}.` };
      const { status } = await adapter.warm(prefix(parts)).catch((thrown: unknown) => ({ status: thrown }));
      if (status !== 'warmed') failed.push(status);
      // Only the warm may reuse a connection.
      await new Promise((resolve) => setTimeout(resolve, 10 * CLOSES_AFTER_MS));
    }
    expect(failed).toEqual([]);
  });

  for (const end of ['whole-cut', 'whole-hold'] as const) {
    const after = end === 'whole-cut' ? 'breaks' : 'stays open';
    check(
      `an answer is complete where its connection ${after} after the last event`,
      ['situations', 'last event'],
      async () => {
        const { adapter, prefix, requests } = await setup({ answer: ['Yes', '.'], end });
        const { events, text, error } = await ask(adapter, prefix(PLAIN));
        expect({ text, error }).toEqual({ text: 'Yes.', error: undefined });
        expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'stop', outcome: 'hit' });
        await expect.poll(() => requests[0]!.closed, { timeout: 10_000 }).toBe(true);
      },
    );
  }

  check('a warm whose connection always ends before the answer is sent twice', ['situations', 'warm'], async () => {
    const { adapter, prefix, requests } = await setup({ breakWarm: 'before', retries: 3 });
    await expect(adapter.warm(prefix(PLAIN))).rejects.toMatchObject({ code: 'unreachable' });
    expect(requests).toHaveLength(2);
  });

  check('a warm whose connection ends within the answer is sent once', ['situations', 'warm'], async () => {
    const { adapter, prefix, requests } = await setup({ breakWarm: 'within', retries: 3 });
    await expect(adapter.warm(prefix(PLAIN))).rejects.toMatchObject({ name: 'ForewarmError' });
    expect(requests).toHaveLength(1);
  });
}
