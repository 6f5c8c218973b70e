import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { show, submit } from '../testing/box.js';
import { AskBox } from './AskBox.js';

test('of a long conversation no earlier turn is drawn again while an answer comes in', async () => {
  const turns = Array.from({ length: 200 }, (_, n) => ({ question: `q${n}`, answer: `a${n}` }));
  const drawn: string[] = [];
  const renderAnswer = (text: string): string => {
    drawn.push(text);
    return text;
  };
  const storage = { read: () => turns, write: () => {} };
  const { adapter } = await show(
    <AskBox prefix={{ id: 'docs' }} warm={false} thread storage={storage} renderAnswer={renderAnswer} />,
  );
  const earlier = (): number => page.getByRole('listitem').elements().length;
  const before = earlier();
  expect(before).toBeGreaterThan(10);
  await submit('Why?');
  await expect.poll(() => adapter.asks).toHaveLength(1);
  drawn.length = 0;
  adapter.asks[0]!.start();
  for (const text of ['One', ' two', '.\n\nThree']) {
    adapter.asks[0]!.text(text);
    await expect.poll(() => drawn.at(-1)?.endsWith(text)).toBe(true);
  }
  expect(drawn.filter((text) => text.startsWith('a'))).toEqual([]);
});
