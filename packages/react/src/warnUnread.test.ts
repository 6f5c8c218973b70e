import type { ForewarmEvent } from '@forewarm/core';
import { expect, onTestFinished, test, vi } from 'vitest';
import { warnUnread } from './warnUnread.js';

test('a warm that was not read is warned of once, unless it had just started, as in a test that asks at once', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  onTestFinished(() => warn.mockRestore());
  const usage = { prompt: 10, cacheRead: 0, cacheWrite: 0, output: 1 };
  const event = (warmAgeMs: number): ForewarmEvent => ({
    type: 'warm-unread',
    at: 0,
    key: JSON.stringify({ id: 'docs', params: {} }),
    usage,
    warmAgeMs,
  });
  const owner = {};
  warnUnread(owner, event(0));
  warnUnread(owner, event(499));
  expect(warn).not.toHaveBeenCalled();
  warnUnread(owner, event(500));
  warnUnread(owner, event(3_000));
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('the prefix "docs" read 0 tokens'));
});
