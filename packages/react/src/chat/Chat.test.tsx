import '../styles.css';
import '../chat.css';
import type { PastTurn } from '@forewarm/core';
import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { input, show, status, submit } from '../testing/box.js';
import type { ScriptedAdapter } from '../testing/scriptedAdapter.js';
import { Chat } from './Chat.js';
import type { ChatProps } from './ChatRoot.js';
import type { Feedback } from './context.js';

const turn = (n: number): PastTurn => ({ question: `Question ${n}?`, answer: `Answer ${n}.` });
const chat = (props: Partial<ChatProps> = {}): ReturnType<typeof show> =>
  show(<Chat prefix={{ id: 'docs' }} warm={false} style={{ blockSize: 500 }} {...props} />);
const thread = () => page.getByRole('region', { name: 'Conversation' });
const three = { read: () => [turn(1), turn(2), turn(3)], write() {} };
const edit = page.getByRole('button', { name: 'Edit your question' });
const field = page.getByRole('textbox', { name: 'Edit your question' });
const jump = page.getByRole('button', { name: 'Jump to latest' });
const endOf = ({ scrollTop, clientHeight, scrollHeight }: Element): number => scrollHeight - clientHeight - scrollTop;

async function asking({ asks }: ScriptedAdapter, question: string): Promise<ScriptedAdapter['asks'][number]> {
  const before = asks.length;
  await submit(question);
  await expect.poll(() => asks).toHaveLength(before + 1);
  asks.at(-1)!.start();
  return asks.at(-1)!;
}

async function answered(adapter: ScriptedAdapter, question: string, answer: string): Promise<void> {
  const ask = await asking(adapter, question);
  ask.text(answer);
  ask.finish();
  await expect.element(status()).toHaveTextContent('The answer is complete.');
}

test('the composer and Stop stay on the screen through an answer of 5,000 tokens, whose end is followed', async () => {
  const { adapter } = await chat();
  const ask = await asking(adapter, 'Why?');
  const inView = (element: Element): void => {
    const { top, bottom } = element.getBoundingClientRect();
    expect(top).toBeGreaterThanOrEqual(0);
    expect(bottom).toBeLessThanOrEqual(innerHeight);
  };
  for (let n = 0; n < 50; n++) {
    ask.text('Each of these words is about a token of it.\n\n'.repeat(10));
    await expect.poll(() => thread().element().textContent?.length).toBeGreaterThan(n * 440);
    inView(input().element());
    inView(page.getByRole('button', { name: 'Stop' }).element());
    await expect.poll(() => endOf(thread().element())).toBeLessThan(10);
  }
  await expect.element(jump).not.toBeInTheDocument();
});

test('a reader who scrolls back is left there until they jump to the latest', async () => {
  const { adapter } = await chat();
  const ask = await asking(adapter, 'Why?');
  const more = async (): Promise<void> => {
    const before = thread().element().scrollHeight;
    ask.text('A line.\n\n'.repeat(40));
    await expect.poll(() => thread().element().scrollHeight).toBeGreaterThan(before);
  };
  await more();
  await expect.poll(() => endOf(thread().element())).toBeLessThan(10);
  (thread().element() as HTMLElement).focus();
  await userEvent.keyboard('{Home}');
  await expect.element(jump).toBeVisible();
  expect(jump.element().getBoundingClientRect().height).toBe(44);
  const { scrollTop } = thread().element();
  await more();
  await expect.poll(() => thread().element().scrollTop).toBeLessThanOrEqual(scrollTop);
  await jump.click();
  await expect.element(thread()).toHaveFocus();
  await expect.element(jump).not.toBeInTheDocument();
  await more();
  await expect.poll(() => endOf(thread().element())).toBeLessThan(10);
});

test('a new question goes to the top, also for a reader who had scrolled back', async () => {
  const { adapter } = await chat();
  await answered(adapter, 'First?', 'A line.\n\n'.repeat(60));
  thread().element().scrollTop = 0;
  await expect.element(jump).toBeVisible();
  await answered(adapter, 'Second?', 'Short.');
  const top = (): number =>
    page.getByText('Second?').element().getBoundingClientRect().top - thread().element().getBoundingClientRect().top;
  await expect.poll(top).toBeLessThan(30);
  expect(top()).toBeGreaterThanOrEqual(0);
});

test('earlier turns stay as they are drawn while a question is answered, and none can be edited', async () => {
  const { adapter } = await chat({ storage: three });
  await expect.element(edit.nth(2)).toBeVisible();
  const changes: MutationRecord[] = [];
  const observer = new MutationObserver((records) => changes.push(...records));
  const earlier = page.getByRole('list', { name: 'Conversation so far' }).element();
  observer.observe(earlier, { subtree: true, childList: true, attributes: true, characterData: true });
  const ask = await asking(adapter, 'Why?');
  ask.text('Because.');
  await expect.element(thread()).toHaveTextContent('Because.');
  expect(edit.elements()).toHaveLength(0);
  ask.finish();
  await expect.element(status()).toHaveTextContent('The answer is complete.');
  expect(edit.elements()).toHaveLength(4);
  expect(changes).toEqual([]);
  observer.disconnect();
});

test('an edited question is asked on the turns before it, by keyboard alone', async () => {
  const { adapter } = await chat({ storage: three });
  (edit.nth(1).element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(field).toHaveFocus();
  await expect.element(field).toHaveValue('Question 2?');

  await userEvent.keyboard('{Escape}');
  await expect.element(edit.nth(1)).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  await field.fill(' ');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('alert')).toHaveTextContent('Type a question first.');
  expect(adapter.asks).toHaveLength(0);

  await field.fill('Another question?');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => adapter.asks).toHaveLength(1);
  expect(adapter.asks[0]).toMatchObject({ turn: { question: 'Another question?' }, prefix: { thread: [turn(1)] } });
  await expect.element(page.getByText('Question 3?')).not.toBeInTheDocument();
  await expect.element(page.getByRole('button', { name: 'Stop' })).toHaveFocus();
});

test('a question that is edited stays where it is, at the end of a thread too', async () => {
  await chat({ storage: three });
  await expect.poll(() => thread().element().scrollTop).toBeGreaterThan(0);
  const { top } = page.getByText('Question 2?').element().getBoundingClientRect();
  await edit.nth(1).click();
  await expect.element(field).toHaveFocus();
  // By then it has followed what grew.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  expect(Math.abs(field.element().getBoundingClientRect().top - top)).toBeLessThan(10);
});

test('to edit a question warms what it will be asked on, once, and the question waits for that warm', async () => {
  const { adapter } = await chat({ storage: three, warm: true });
  await edit.nth(1).click();
  await expect.poll(() => adapter.warms).toHaveLength(1);
  expect(adapter.warms[0]!.prefix).toEqual({ id: 'docs', thread: [turn(1)] });
  expect(adapter.warms[0]!.options.trigger).toBe('focus');

  await field.fill('Another question?');
  await userEvent.keyboard(' Or two?{Enter}');
  await expect.element(page.getByText('Waiting for the answer…')).toBeVisible();
  expect(adapter.asks).toHaveLength(0);
  adapter.warms[0]!.end();
  await expect.poll(() => adapter.asks).toHaveLength(1);
  expect(adapter.asks[0]!.prefix).toEqual(adapter.warms[0]!.prefix);
  expect(adapter.warms).toHaveLength(1);
});

test('an edit warms by the box’s triggers, and not again what is warm', async () => {
  const { adapter } = await chat({ storage: three, warm: true, triggers: ['keystroke'] });
  await edit.nth(0).click();
  await expect.element(field).toHaveFocus();
  expect(adapter.warms).toHaveLength(0);
  await userEvent.keyboard('!');
  await expect.poll(() => adapter.warms).toHaveLength(1);
  expect(adapter.warms[0]!.prefix).toEqual({ id: 'docs' });
  adapter.warms[0]!.end();
  await userEvent.keyboard('{Escape}');

  await edit.nth(0).click();
  await userEvent.keyboard('!!{Escape}');
  await expect.element(edit.nth(0)).toHaveFocus();
  expect(adapter.warms).toHaveLength(1);
});

test('without warming an edit warms nothing', async () => {
  const { adapter } = await chat({ storage: three, warm: false });
  await edit.nth(1).click();
  await field.fill('Another question?');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => adapter.asks).toHaveLength(1);
  expect(adapter.warms).toHaveLength(0);
});

test('what is asked next follows on the version that is shown', async () => {
  const { adapter } = await chat();
  await answered(adapter, 'Why?', 'One.');
  await page.getByRole('button', { name: 'Ask again' }).click();
  await expect.poll(() => adapter.asks).toHaveLength(2);
  adapter.asks[1]!.start();
  adapter.asks[1]!.text('Two.');
  await expect.element(page.getByRole('group', { name: 'Versions of this answer' })).not.toBeInTheDocument();
  adapter.asks[1]!.finish();
  const versions = page.getByRole('group', { name: 'Versions of this answer' });
  await expect.element(versions).toHaveTextContent('2 of 2');
  await expect.element(page.getByRole('button', { name: 'Next version' })).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('button', { name: 'Previous version' }).click();
  await expect.element(versions).toHaveTextContent('1 of 2');
  await expect.element(page.getByRole('region', { name: 'Answer' })).toHaveTextContent(/^One\.$/);
  await asking(adapter, 'And?');
  expect(adapter.asks[2]!.prefix.thread).toEqual([{ question: 'Why?', answer: 'One.' }]);
  await expect.element(versions).not.toBeInTheDocument();
});

test('an answer that failed on a retry leaves the one before to go back to', async () => {
  const { adapter } = await chat();
  await answered(adapter, 'Why?', 'One.');
  await page.getByRole('button', { name: 'Ask again' }).click();
  await expect.poll(() => adapter.asks).toHaveLength(2);
  adapter.asks[1]!.break();
  await expect.element(page.getByRole('alert')).toBeVisible();
  await page.getByRole('button', { name: 'Previous version' }).click();
  await expect.element(page.getByRole('region', { name: 'Answer' })).toHaveTextContent('One.');
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
});

test('a rating is told, and stays with its answer when that becomes an earlier one', async () => {
  const onFeedback = vi.fn<(feedback: Feedback) => void>();
  const { adapter } = await chat({ onFeedback });
  await answered(adapter, 'Why?', 'One.');
  await page.getByRole('button', { name: 'Good answer' }).click();
  expect(onFeedback).toHaveBeenLastCalledWith({ rating: 'good', question: 'Why?', answer: 'One.', index: 0 });
  await answered(adapter, 'And?', 'Two.');
  const good = page.getByRole('button', { name: 'Good answer' });
  await expect.element(good.nth(0)).toHaveAttribute('aria-pressed', 'true');
  await expect.element(good.nth(1)).toHaveAttribute('aria-pressed', 'false');
  await good.nth(0).click();
  expect(onFeedback).toHaveBeenLastCalledWith({ rating: null, question: 'Why?', answer: 'One.', index: 0 });
});

test('without anybody to tell there are no thumbs', async () => {
  const { adapter } = await chat();
  await answered(adapter, 'Why?', 'One.');
  await expect.element(page.getByRole('button', { name: 'Good answer' })).not.toBeInTheDocument();
});
