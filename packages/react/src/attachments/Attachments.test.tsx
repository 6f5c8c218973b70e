import '../styles.css';
import '../attachments.css';
import '../chat.css';
import type { TurnPart } from '@forewarm/core';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { AskBox } from '../askBox/AskBox.js';
import { Chat } from '../chat/Chat.js';
import { input, show, status } from '../testing/box.js';
import { dot, note, pick } from '../testing/files.js';
import { Attachments } from './Attachments.js';
import type { AttachmentsProps } from './Root.js';

const composer = (props: AttachmentsProps = {}): ReactNode => (
  <Attachments.Root {...props}>
    <AskBox.Starters />
    <Attachments.List />
    <AskBox.Input />
    <Attachments.Problem />
    <Attachments.Add />
    <AskBox.Submit />
  </Attachments.Root>
);
const box = (props: AttachmentsProps = {}): ReactNode => (
  <AskBox.Root prefix={{ id: 'docs' }} warm={false} thread starters={['What is this?']}>
    {composer(props)}
    <AskBox.Retry />
  </AskBox.Root>
);
const chips = page.getByRole('list', { name: 'Attachments' });
const problem = page.getByRole('alert');
/** Chooses files, and waits until they are read or refused. */
async function choose(...files: File[]): Promise<void> {
  pick(document.body, ...files);
  const seen = (selector: string): boolean => document.querySelector(selector) !== null;
  await expect.poll(() => seen('[data-forewarm=attachment], [role=alert]') && !seen('progress')).toBe(true);
}
const namesOf = (parts: readonly TurnPart[] | undefined): unknown => parts?.map(({ name }) => name);

test('files go with the question that is sent, are asked again with it, and not with the next', async () => {
  const { adapter } = await show(box());
  await choose(dot(), note('“Nöte”'));
  await input().fill('What is this?');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => adapter.asks).toHaveLength(1);
  const [first] = adapter.asks;
  expect(first!.turn).toEqual({
    question: 'What is this?',
    parts: [
      { type: 'image', mediaType: 'image/png', data: expect.stringMatching(/^iVBORw0KGgo/), name: 'dot.png' },
      { type: 'text', text: '“Nöte”', name: 'note.txt' },
    ],
  });
  await expect.element(chips).not.toBeInTheDocument();
  await expect.element(input()).toHaveValue('');
  first!.start();
  first!.text('A dot.');
  first!.finish();
  await page.getByRole('button', { name: 'Ask again' }).click();
  await expect.poll(() => adapter.asks).toHaveLength(2);
  expect(adapter.asks[1]!.turn).toEqual(first!.turn);
  adapter.asks[1]!.start();
  adapter.asks[1]!.text('A dot.');
  adapter.asks[1]!.finish();
  await expect.element(status()).toHaveTextContent('The answer is complete.');
  await input().fill('And?');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => adapter.asks).toHaveLength(3);
  expect(adapter.asks[2]!.turn.parts).toBeUndefined();
  expect(adapter.asks[2]!.prefix).toMatchObject({ thread: [{ ...first!.turn, answer: 'A dot.' }] });
});

test('a starter takes what is attached with it', async () => {
  const { adapter } = await show(box());
  await choose(dot());
  await page.getByRole('button', { name: 'What is this?' }).click();
  adapter.warms[0]!.end();
  await expect.poll(() => namesOf(adapter.asks[0]?.turn.parts)).toEqual(['dot.png']);
});

test('a question that can’t be sent keeps its files, and the box says why', async () => {
  const { adapter } = await show(box());
  await choose(dot());
  await input().click();
  await userEvent.keyboard('{Enter}');
  await expect.element(input()).toHaveAttribute('aria-invalid', 'true');
  await expect.element(chips).toHaveTextContent('dot.png');
  expect(adapter.asks).toEqual([]);
});

const shownThread = (
  <Chat.Thread>
    <Chat.Latest>
      <Chat.Question />
    </Chat.Latest>
  </Chat.Thread>
);

test('an edited question of a chat is asked with its files', async () => {
  const { adapter } = await show(
    <Chat.Root prefix={{ id: 'docs' }} warm={false}>
      {shownThread}
      {composer()}
      <AskBox.Stop />
    </Chat.Root>,
  );
  await choose(note());
  await input().fill('What?');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => adapter.asks).toHaveLength(1);
  adapter.asks[0]!.start();
  adapter.asks[0]!.text('A note.');
  adapter.asks[0]!.finish();
  await page.getByRole('button', { name: 'Edit your question' }).click();
  await userEvent.keyboard('!{Enter}');
  await expect.poll(() => adapter.asks).toHaveLength(2);
  expect(adapter.asks[1]!.turn).toEqual({ ...adapter.asks[0]!.turn, question: 'What?!' });
});

test('only files that go with the next question count: not those of a failed one, nor without a thread', async () => {
  const alone = (
    <AskBox.Root prefix={{ id: 'docs' }} warm={false}>
      {composer({ maxTotalBytes: 100 })}
    </AskBox.Root>
  );
  for (const [shown, counts] of [
    [box({ maxTotalBytes: 100 }), true],
    [alone, false],
  ] as const) {
    const { adapter, unmount } = await show(shown);
    const asked = async (n: number): Promise<(typeof adapter.asks)[number]> => {
      await choose(dot());
      await expect.element(chips).toHaveTextContent('dot.png');
      await input().fill('What is this?');
      await userEvent.keyboard('{Enter}');
      await expect.poll(() => adapter.asks).toHaveLength(n);
      adapter.asks[n - 1]!.start();
      return adapter.asks[n - 1]!;
    };
    (await asked(1)).break(new Error('The network is gone.'));
    await expect.element(status()).toHaveTextContent('');
    const second = await asked(2);
    second.text('A dot.');
    second.finish();
    await expect.element(status()).toHaveTextContent('The answer is complete.');
    await choose(dot());
    expect([chips.query() === null, problem.query() !== null]).toEqual([counts, counts]);
    await unmount();
  }
});

test('files chosen while an answer comes in count beside those that it is about', async () => {
  const { adapter } = await show(box({ maxTotalBytes: 100 }));
  await choose(dot());
  await input().fill('What is this?');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => adapter.asks).toHaveLength(1);
  await choose(dot());
  await expect.element(problem).toHaveTextContent('With dot.png this conversation would have more than 100 bytes');
});

test('sent files stay inside a narrow thread', async () => {
  const { adapter } = await show(
    <Chat.Root prefix={{ id: 'docs' }} warm={false} style={{ inlineSize: 320 }}>
      {shownThread}
      {composer()}
    </Chat.Root>,
  );
  await choose(note('a', `${'long'.repeat(30)}.txt`), note('b'));
  await input().fill('What?');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => adapter.asks).toHaveLength(1);
  const thread = page.getByRole('region', { name: 'Conversation' }).element().getBoundingClientRect();
  for (const file of document.querySelectorAll('[data-forewarm=sent-attachments] > li')) {
    expect(file.getBoundingClientRect().left).toBeGreaterThanOrEqual(thread.left);
    expect(file.getBoundingClientRect().right).toBeLessThanOrEqual(thread.right);
  }
});

test('inside a composer the input has no frame of its own', async () => {
  await show(
    <AskBox.Root prefix={{ id: 'docs' }} warm={false}>
      <div data-forewarm="composer">{composer()}</div>
    </AskBox.Root>,
  );
  await input().click();
  expect(getComputedStyle(input().element())).toMatchObject({ borderTopWidth: '0px', outlineStyle: 'none' });
});

const limits = { most: 2, maxImageBytes: 60, maxTextLength: 20, maxTotalBytes: 100 };
test.each<[string, AttachmentsProps, File[], string, readonly string[]]>([
  [
    'an image too large',
    {},
    [note('x'), dot()],
    'dot.png has 70 bytes; at most 60 bytes can be attached.',
    ['note.txt'],
  ],
  ['a text too long', {}, [note('x'.repeat(21))], 'note.txt has 21 characters; at most 20 can be attached.', []],
  ['a text far too long', {}, [note('x'.repeat(81))], 'note.txt has 81 bytes; at most 80 bytes can be attached.', []],
  [
    'too many',
    {},
    [note('a'), note('b'), note('c')],
    'At most 2 files can go with a question.',
    ['note.txt', 'note.txt'],
  ],
  [
    'too much',
    { maxImageBytes: 80 },
    [dot(), dot()],
    'With dot.png this conversation would have more than 100 bytes of files. Begin a new one to attach it.',
    ['dot.png'],
  ],
  ['an empty one', {}, [note('')], 'note.txt is empty.', []],
  ['a blank one', {}, [note(' \n')], 'note.txt is empty.', []],
  [
    'images where only texts go',
    { images: false },
    [dot()],
    'dot.png is an image; only texts can be attached here.',
    [],
  ],
  [
    'another kind',
    {},
    [new File(['%PDF\0'], 'a.pdf', { type: 'application/pdf' })],
    'a.pdf is neither a text nor a PNG, JPEG, GIF or WebP image.',
    [],
  ],
])('refused with its name, its size and the limit: %s', async (_what, props, files, message, stay) => {
  await show(box({ ...limits, ...props }));
  await choose(...files);
  await expect.element(problem).toHaveTextContent(message);
  const names = (): unknown =>
    [...document.querySelectorAll('[data-forewarm=attachment-name]')].map((each) => each.textContent);
  expect(names()).toEqual(stay);
});

test('while a file is read its share is shown, and the question waits for it', async () => {
  const { adapter } = await show(box({ maxTextLength: 100_000_000, maxTotalBytes: 1_000_000_000 }));
  // Reading takes several events of progress.
  pick(document.body, note('x'.repeat(50_000_000), 'long.txt'));
  await expect.element(page.getByRole('progressbar', { name: 'Reading long.txt' })).toBeVisible();
  await input().fill('What?');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => document.querySelector('progress')).toBeNull();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => adapter.asks).toHaveLength(1);
  expect(namesOf(adapter.asks[0]!.turn.parts)).toEqual(['long.txt']);
});

test('a picture that comes beside copied text is left out; one alone is taken', async () => {
  await show(box());
  const paste = (...add: readonly (File | string)[]): void => {
    const clipboardData = new DataTransfer();
    for (const each of add) {
      if (typeof each === 'string') clipboardData.items.add(each, 'text/plain');
      else clipboardData.items.add(each);
    }
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    input().element().dispatchEvent(event);
  };
  paste('a\tb', dot('table.png'));
  paste(dot('shot.png'));
  await expect.element(chips).toHaveTextContent('shot.png');
  await expect.element(chips).not.toHaveTextContent('table.png');
});
