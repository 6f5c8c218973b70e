import { describe, expect, test } from 'vitest';
import { ForewarmClient } from '../client/ForewarmClient.js';
import type { PrefixRef } from '../prefix/prefixRef.js';
import { fakeEnvironment } from '../testing/fakeEnvironment.js';
import { ScriptedBackend } from '../testing/scriptedBackend.js';
import { speculativeAnswers } from './speculativeAnswers.js';

const REF: PrefixRef = { id: 'doc' };
const QUESTION = 'What is the purpose of the BtShared structure in this source file?';

async function box() {
  const world = fakeEnvironment();
  const backend = new ScriptedBackend(world);
  const client = new ForewarmClient({ adapter: backend, environment: world, speculation: speculativeAnswers() });
  await client.warm(REF);
  const draft = client.speculations!.draft();
  return {
    world,
    backend,
    client,
    draft,
    begun: () => backend.asks.length,
    type: async (text: string, from = 0): Promise<void> => {
      for (let length = from + 1; length <= text.length; length++) {
        await world.advance(160);
        draft.edit(REF, text.slice(0, length));
      }
    },
  };
}

describe('a draft that is followed', () => {
  test('has its answer begun once a question is complete, and not before', async () => {
    const { world, type, begun } = await box();
    await type(QUESTION.slice(0, -1));
    expect(begun()).toBe(0);
    await type(QUESTION, QUESTION.length - 1);
    await world.advance(1_000);
    expect(begun()).toBe(1);
  });

  test('keeps it over white space, and loses it with a letter', async () => {
    const { world, draft, type, client, begun } = await box();
    await type(QUESTION);
    await world.advance(1_000);
    const told: string[] = [];
    client.onEvent((event) => told.push(event.type));
    draft.edit(REF, `${QUESTION} `);
    await world.advance(1_000);
    expect([begun(), told]).toEqual([1, []]);
    draft.edit(REF, `${QUESTION} A`);
    expect(told).toEqual(['speculation-discarded']);
  });

  test('spends nothing on answers that wait for a warm and are overtaken by the next letter', async () => {
    const { world, backend, draft, client, type, begun } = await box();
    const other: PrefixRef = { id: 'other' };
    backend.warmMs = 20_000;
    void client.warm(other);
    for (let round = 0; round < 20; round++) {
      draft.edit(other, `${QUESTION}${'?'.repeat(round)}`);
      await world.advance(50);
    }
    expect(begun()).toBe(0);
    draft.edit(REF, '');
    await type(QUESTION);
    await world.advance(1_000);
    expect(begun()).toBe(1);
  });

  test('is given an answer at few moments, however long it grows', async () => {
    const { world, draft, begun } = await box();
    for (let round = 1; round <= 50; round++) {
      draft.edit(REF, QUESTION.repeat(round));
      await world.advance(3_000);
    }
    expect(begun()).toBeGreaterThan(0);
    expect(begun()).toBeLessThanOrEqual(6);
  });
});
