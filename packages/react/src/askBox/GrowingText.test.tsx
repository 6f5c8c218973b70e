import { Profiler, type ReactNode, StrictMode } from 'react';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { show, submit } from '../testing/box.js';
import type { ScriptedAsk } from '../testing/scriptedAdapter.js';
import { AskBox } from './AskBox.js';
import { useAskBox } from './context.js';

const answer = (): HTMLElement => page.getByRole('region', { name: 'Answer' }).element() as HTMLElement;
const paragraphs = (): string[] =>
  [...answer().querySelectorAll('[data-forewarm=paragraph]')].map(({ textContent }) => textContent);
const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);

const box = <AskBox prefix={{ id: 'docs' }} warm={false} />;

async function asking(node: ReactNode = box): Promise<ScriptedAsk & { unmount: () => Promise<void> }> {
  const { adapter, unmount } = await show(node);
  await submit('Why?');
  await expect.poll(() => adapter.asks).toHaveLength(1);
  const ask = adapter.asks[0]!;
  ask.start();
  return { ...ask, unmount };
}

/** Adds text, and waits until it is drawn. */
async function say(ask: ScriptedAsk, text: string, shown = text): Promise<void> {
  ask.text(text);
  await expect.poll(() => answer().textContent).toContain(shown.trim());
}

test('5,000 tokens in 83 paragraphs are drawn in at most 100 commits', async () => {
  let commits = 0;
  const ask = await asking(
    <Profiler id="box" onRender={() => commits++}>
      {box}
    </Profiler>,
  );
  commits = 0;
  let said = '';
  let frames = 0;
  for (let token = 0; token < 5_000; token++) {
    const text = token % 60 === 59 && token < 4_979 ? '.\n\n' : `word${token} `;
    said += text;
    ask.text(text);
    if (token % 10 !== 9) continue;
    await frame();
    frames++;
  }
  ask.finish();
  await expect.element(page.getByRole('status')).toHaveTextContent('The answer is complete.');
  expect(paragraphs().join('')).toBe(said);
  expect(paragraphs()).toHaveLength(83);
  expect(frames).toBe(500);
  expect(commits).toBeLessThanOrEqual(100);
});

test('what is selected in a paragraph stays selected while it grows, and when another begins', async () => {
  const ask = await asking();
  await say(ask, 'First words');
  const node = answer().querySelector('[data-forewarm=paragraph]')!.firstChild!;
  const selection = getSelection()!;
  selection.setBaseAndExtent(node, 0, node, 5);
  await say(ask, ' and more.');
  expect(String(selection)).toBe('First');
  await say(ask, '\n\nSecond.', 'Second.');
  expect(paragraphs()).toEqual(['First words and more.\n\n', 'Second.']);
  expect(String(selection)).toBe('First');
  ask.finish();
  await expect.element(page.getByRole('status')).toHaveTextContent('The answer is complete.');
  expect(String(selection)).toBe('First');
  expect(answer().querySelector('[data-forewarm=paragraph]')!.firstChild).toBe(node);
});

test('where a translator has put its own elements in the place of the text, the answer goes on and can be left', async () => {
  const ask = await asking();
  await say(ask, 'First');
  const paragraph = answer().querySelector('[data-forewarm=paragraph]')!;
  const font = document.createElement('font');
  font.append('Erste');
  paragraph.firstChild!.replaceWith(font);
  await say(ask, ' words', 'First words');
  expect(paragraphs()).toEqual(['First words']);
  paragraph.firstChild!.replaceWith(font);
  await say(ask, '.\n\nSecond', 'Second');
  expect(paragraphs()).toEqual(['First words.\n\n', 'Second']);
  paragraph.firstChild!.replaceWith(font);
  await ask.unmount();
  expect(document.querySelector('[data-forewarm=answer]')).toBeNull();
});

test('an answer that starts anew within a frame leaves nothing of the one before, in Strict Mode too', async () => {
  const ask = await asking(<StrictMode>{box}</StrictMode>);
  await say(ask, 'First one.\n\nSecond one.\n\nThird', 'Third');
  ask.say({ type: 'restart' });
  ask.start();
  ask.text('First other.\n\nSecond other.\n\nThird other and longer than before');
  await expect.poll(() => paragraphs().at(-1)).toBe('Third other and longer than before');
  expect(paragraphs()).toEqual(['First other.\n\n', 'Second other.\n\n', 'Third other and longer than before']);
});

test('thoughts that are open grow too', async () => {
  const ask = await asking();
  ask.say({ type: 'reasoning', text: 'One' });
  await page.getByText('Thinking').click();
  const thoughts = (): string | null | undefined => document.querySelector('[data-forewarm=thoughts]')?.textContent;
  await expect.poll(thoughts).toBe('One');
  ask.say({ type: 'reasoning', text: ' and two' });
  await expect.poll(thoughts).toBe('One and two');
});

test('a part of one’s own, `renderAnswer` and `onState` have each word as it is drawn', async () => {
  function Length(): ReactNode {
    return <output aria-label="length">{useAskBox().ask.answer.length}</output>;
  }
  const told: string[] = [];
  const ask = await asking(
    <AskBox.Root
      prefix={{ id: 'docs' }}
      warm={false}
      renderAnswer={(text) => <em>{text.toUpperCase()}</em>}
      onState={(state) => told.push(state.answer)}
    >
      <AskBox.Input />
      <AskBox.Answer />
      <Length />
    </AskBox.Root>,
  );
  for (const [text, whole] of [
    ['One', 'ONE'],
    [' two', 'ONE TWO'],
    [' three', 'ONE TWO THREE'],
  ] as const) {
    ask.text(text);
    await expect.poll(() => answer().querySelector('em')?.textContent).toBe(whole);
    expect(page.getByLabelText('length').element().textContent).toBe(String(whole.length));
    expect(told.at(-1)?.toUpperCase()).toBe(whole);
  }
});
