import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { block, MODEL, start, textOf } from '../test/start.js';
import { createSimulator, type Simulator } from './index.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

async function warm(simulator: Simulator, name: string, tokens: number): Promise<void> {
  const response = await simulator.fetch('http://simulator/v1/messages', {
    method: 'POST',
    headers: { 'anthropic-version': '2026-10-21' },
    body: JSON.stringify({
      model: MODEL,
      max_tokens: 0,
      system: [block(`${name} ${textOf(tokens)}`, '5m')],
      messages: [{ role: 'user', content: '.' }],
    }),
  });
  await response.text();
}

describe('under load', () => {
  it('200 streams at once over sockets, on a cache of 1,000 entries, all arrive whole and read what is theirs', async () => {
    const { client, simulator } = await start({
      latency: { baseMs: 20, prefillMsPerToken: 0, decodeMsPerToken: 2 },
      answer: ({ question }) => question.padEnd(500, '.'),
    });
    const first = await client.messages.create({
      model: MODEL,
      max_tokens: 0,
      system: [block(textOf(20_000), '1h')],
      messages: [{ role: 'user', content: '.' }],
    });
    await Promise.all(Array.from({ length: 999 }, (_, n) => warm(simulator, String(n), 1100)));
    expect(simulator.entries()).toHaveLength(1000);
    const messages = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        client.messages
          .stream(
            {
              model: MODEL,
              max_tokens: 100,
              system: [block(textOf(20_000), '1h')],
              messages: [{ role: 'user', content: `What is line ${n} about?` }],
            },
            { timeout: 60_000 },
          )
          .finalMessage(),
      ),
    );
    expect(new Set(messages.map(({ id }) => id)).size).toBe(200);
    expect(
      messages.every(({ usage }) => usage.cache_read_input_tokens === first.usage.cache_creation_input_tokens),
    ).toBe(true);
    expect(
      messages.every(({ stop_reason, usage }) => stop_reason === 'max_tokens' && usage.output_tokens === 100),
    ).toBe(true);
  });

  it('keeps hashes and no prompts: 40 MB of them leave less than 4 MB', async () => {
    const simulator = createSimulator({ latency: 'none' });
    await warm(simulator, 'first', 10_000);
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let n = 0; n < 1000; n++) await warm(simulator, String(n), 10_000);
    collectGarbage();
    expect(simulator.entries()).toHaveLength(1001);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(4_000_000);
  });

  it('forgets the entry unused for longest, and the oldest requests', async () => {
    const simulator = createSimulator({ latency: 'none', maxEntries: 3, keepRequests: 2 });
    for (const name of ['a', 'b', 'c', 'a', 'd']) await warm(simulator, name, 1100);
    expect(simulator.entries().map(({ hits }) => hits)).toEqual([0, 1, 0]);
    expect(simulator.requests).toHaveLength(2);
    await warm(simulator, 'b', 1100);
    expect(simulator.requests.at(-1)?.outcome).toBe('miss');
  });

  it('keeps bodies only when it is asked to', async () => {
    for (const keepBodies of [false, true]) {
      const simulator = createSimulator({ latency: 'none', keepBodies });
      await warm(simulator, 'a', 1100);
      const [record] = simulator.requests;
      expect(record?.bodyHash).toMatch(/^[0-9a-f]{16}$/);
      expect(record?.body?.length).toBe(keepBodies ? record?.bodyLength : undefined);
    }
  });
});
