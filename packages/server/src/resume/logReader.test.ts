import { expect, test } from 'vitest';
import { AnswerLog } from './answerLog.js';

const open = (maxLength = 1_000): AnswerLog => new AnswerLog({ maxLength, keepMs: 1_000, monotonic: () => 0 });
const OVER = { done: true, value: undefined };

test('a reader that waits is woken by events, by the end and by its signal', async () => {
  const log = open();
  const client = new AbortController();
  const [stays, leaves] = [log.read(0, new AbortController().signal), log.read(0, client.signal)];
  const first = [stays.next(), leaves.next()];
  log.add(['a\n\n', 'b\n\n']);
  const both = { done: false, value: ['id: 1\na\n\n', 'id: 2\nb\n\n'] };
  expect(await Promise.all(first)).toEqual([both, both]);
  const second = [stays.next(), leaves.next()];
  client.abort();
  expect([await second[1], log.readers]).toEqual([OVER, 1]);
  log.end();
  expect([await second[0], await stays.next(), log.readers]).toEqual([OVER, OVER, 0]);
});

test('a reader that is ended while it waits has left at once', async () => {
  const log = open();
  const counts: number[] = [];
  log.onReaders = (count) => void counts.push(count);
  const reader = log.read(0, new AbortController().signal);
  const waiting = reader.next();
  expect(await reader.return()).toEqual(OVER);
  expect([await waiting, counts, log.isDeserted]).toEqual([OVER, [1, 0], true]);
});

test('a reader too far behind is told so, and has left', async () => {
  const log = open(20);
  const reader = log.read(0, new AbortController().signal);
  for (let n = 0; n < 9; n++) log.add(['a long event\n\n']);
  await expect(reader.next()).rejects.toMatchObject({ code: 'stream-cut' });
  expect([await reader.next(), log.readers]).toEqual([OVER, 0]);
});
