import { expect, test } from 'vitest';
import { linkedAbort } from './linkedAbort.js';

test('it aborts with the other signal, and with its reason', () => {
  const outer = new AbortController();
  const linked = linkedAbort(outer.signal);
  outer.abort('left');
  expect(linked.signal).toMatchObject({ aborted: true, reason: 'left' });
});

test('it is aborted from the start where the other is', () => {
  expect(linkedAbort(AbortSignal.abort('before')).signal).toMatchObject({ aborted: true, reason: 'before' });
});

test('its own abort leaves the other alone', () => {
  const outer = new AbortController();
  const linked = linkedAbort(outer.signal);
  linked.abort('mine');
  expect(linked.signal.reason).toBe('mine');
  expect(outer.signal.aborted).toBe(false);
});

test('released, it no longer follows', () => {
  const outer = new AbortController();
  const linked = linkedAbort(outer.signal);
  linked.release();
  outer.abort();
  expect(linked.signal.aborted).toBe(false);
});
