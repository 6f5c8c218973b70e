import { expect, test } from 'vitest';
import { silentTriggers, type Watching } from './silentTriggers.js';

const watching = (more: Partial<Watching>): Watching => ({
  given: undefined,
  policy: ['focus', 'keystroke'],
  byRef: false,
  byProps: true,
  ...more,
});

test.each<[string, Partial<Watching>]>([
  ['the defaults by handlers', {}],
  ['the defaults by the ref', { byRef: true, byProps: false }],
  ['nothing used, as by who only shows the status', { byProps: false }],
  ['idle, named by both, with the ref', { given: ['idle'], policy: ['idle'], byRef: true }],
  ['hover, named by both, by handlers', { given: ['hover'], policy: ['focus', 'hover'] }],
  ['manual alone', { given: ['manual'], byProps: false }],
  ['none', { given: [], byProps: false }],
])('%s: nothing to say', (_, more) => {
  expect(silentTriggers(watching(more))).toEqual([]);
});

test.each(['hover', 'visible', 'idle'] as const)('%s that the policy leaves out', (trigger) => {
  expect(silentTriggers(watching({ given: [trigger], byRef: true }))).toEqual([
    `triggers names ${trigger}, which the provider's policy leaves out. Name it there too: <ForewarmProvider policy={definePolicy({ triggers: ['focus', 'keystroke', '${trigger}'] })}>.`,
  ]);
});

test.each(['focus', 'keystroke'] as const)('%s that a policy of its own leaves out', (trigger) => {
  const [said] = silentTriggers(watching({ given: [trigger], policy: ['idle'] }));
  expect(said).toContain(`triggers names ${trigger}, which the provider's policy leaves out`);
});

test.each(['visible', 'idle'] as const)('%s without the ref, by whoever it was named', (trigger) => {
  const remedy = `${trigger} needs the hook's ref, which is on no element. Put it beside getInputProps: <input ref={ref} />.`;
  expect(silentTriggers(watching({ given: [trigger], policy: [trigger] }))).toEqual([remedy]);
  expect(silentTriggers(watching({ policy: ['focus', trigger] }))).toEqual([remedy]);
});

test('an input that nobody watches, where triggers were named', () => {
  expect(silentTriggers(watching({ given: ['focus'], byProps: false }))).toEqual([
    "triggers names focus, but no input is watched: give the hook's getInputProps() or its ref to one.",
  ]);
  const [off, blind, ...rest] = silentTriggers(watching({ given: ['idle'], byProps: false }));
  expect([off, blind]).toEqual([expect.stringContaining('leaves out'), expect.stringContaining('on the input')]);
  expect(rest).toEqual([]);
});
