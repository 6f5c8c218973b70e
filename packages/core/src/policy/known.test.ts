import { expect, test } from 'vitest';
import type { Adapter } from '../adapter/adapter.js';
import { definePrefix, type Prefix } from '../prefix/prefix.js';
import { knownOf } from './known.js';

const adapter: Adapter<Prefix> = {
  name: 'backend',
  abilities: { minTokens: () => 1_024 },
  warm: () => Promise.resolve({ status: 'skipped', reason: 'below-minimum' }),
  async *ask() {},
};
const known = (system: string): object => knownOf(adapter, definePrefix({ model: 'm', system }));

test.each([
  ['English', 'word '.repeat(400), 500, 'below-minimum'],
  ['English', 'word '.repeat(800), 1_000, null],
  // About one token each, whatever their length in a string.
  ['Chinese', '词'.repeat(1_000), 750, null],
  ['Chinese', '词'.repeat(400), 300, 'below-minimum'],
  ['emoji', '😀'.repeat(900), 900, null],
])('%s is taken for too short only where it surely is (%#)', (_, system, tokens, unwarmable) => {
  expect(known(system)).toMatchObject({ tokens, unwarmable });
});
