import { ForewarmError } from '@forewarm/core';
import { type ReactNode, StrictMode, useState } from 'react';
import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { input, show, status, submit } from '../testing/box.js';
import type { ScriptedAdapter } from '../testing/scriptedAdapter.js';
import { renderMarkdown } from '../markdown.js';
import { AskBox } from './AskBox.js';

describe('asking', () => {
  test('a click warms, the question joins the warm, and the answer streams in', async () => {
    const { adapter } = await show(<AskBox prefix={{ id: 'docs' }} statistics />);
    await input().click();
    await expect.element(page.getByText('Warming', { exact: true })).toBeVisible();
    await submit('How are btrees balanced?');
    expect(adapter.asks).toHaveLength(0);
    await expect.element(status()).toHaveTextContent('Question sent.');

    adapter.warms[0]!.end();
    await expect.poll(() => adapter.asks).toHaveLength(1);
    const ask = adapter.asks[0]!;
    expect(ask.turn).toEqual({ question: 'How are btrees balanced?' });
    ask.start();
    ask.text('By splitting ');
    await expect.element(page.getByRole('region', { name: 'Answer' })).toHaveTextContent('By splitting');
    await expect.element(page.getByRole('region')).toHaveAttribute('aria-busy', 'true');
    ask.text('pages.');
    ask.finish();
    await expect.element(page.getByRole('region')).toHaveTextContent('By splitting pages.');
    await expect.element(status()).toHaveTextContent('The answer is complete.');
    const timing =
      /s to first token: \d+\.\d\d s waiting \+ \d+\.\d\d s model · joined the warm · hit · 151,629 tokens read from cache/;
    await expect.element(page.getByText(timing)).toBeVisible();
    expect(adapter.warms).toHaveLength(1);
  });

  test('the draft is in no call before it is submitted', async () => {
    const { adapter } = await show();
    await input().click();
    await userEvent.keyboard('a secret draft');
    adapter.warms[0]!.end();
    await expect.element(page.getByText('Warm', { exact: true })).toBeVisible();
    expect(JSON.stringify(adapter.warms)).not.toContain('secret');
    expect(adapter.warms).toHaveLength(1);
    expect(adapter.asks).toHaveLength(0);
  });

  test('Shift+Enter breaks the line, Enter sends once however often it is pressed', async () => {
    const { adapter } = await show();
    await input().click();
    adapter.warms[0]!.end();
    await userEvent.keyboard('one{Shift>}{Enter}{/Shift}two{Enter}{Enter}');
    await expect.poll(() => adapter.asks).toHaveLength(1);
    expect(adapter.asks[0]!.turn.question).toBe('one\ntwo');
    await userEvent.keyboard('next{Enter}');
    await expect.element(input()).toHaveValue('next');
    expect(adapter.asks).toHaveLength(1);
  });

  test('an Enter that ends a composition sends nothing', async () => {
    const { adapter } = await show();
    await input().fill('にほ');
    const element = input().element();
    const key = { key: 'Enter', bubbles: true, cancelable: true };
    element.dispatchEvent(new KeyboardEvent('keydown', { ...key, isComposing: true }));
    element.dispatchEvent(new KeyboardEvent('keydown', { ...key, keyCode: 229 }));
    await expect.element(input()).toHaveValue('にほ');
    await userEvent.keyboard('{Enter}');
    await expect.element(input()).toHaveValue('');
    adapter.warms[0]?.end();
    await expect.poll(() => adapter.asks).toHaveLength(1);
  });
});

test('thoughts and tool calls are told quietly: a word for what it is at, the thoughts for who opens them, nothing announced', async () => {
  const { adapter } = await show(
    <AskBox prefix={{ id: 'docs' }} warm={false} labels={{ usingTool: (name) => `Looking into ${name}` }} />,
  );
  await submit('Why?');
  await expect.poll(() => adapter.asks).toHaveLength(1);
  const ask = adapter.asks[0]!;
  ask.start();
  ask.say({ type: 'reasoning', text: 'First, <b>the pages</b>.' });
  await expect.element(page.getByText('Thinking…')).toBeVisible();
  await expect.element(page.getByText('First,')).not.toBeInTheDocument();
  await expect.element(status()).toHaveTextContent('Question sent.');
  await page.getByText('Thinking…').click();
  await expect.element(page.getByText('First, <b>the pages</b>.')).toBeVisible();
  ask.say({ type: 'tool-call', id: '1', name: 'search', input: {} });
  await expect.element(page.getByRole('list', { name: 'Tools used' })).toHaveTextContent('Looking into search');
  await expect.element(page.getByText('Thoughts')).toBeVisible();
  ask.text('Because.');
  await expect.element(page.getByRole('list')).toHaveTextContent('Used search');
  await expect.element(page.getByRole('region')).toHaveTextContent(/^Because\.$/);
  await expect.element(status()).toHaveTextContent('Question sent.');
  ask.finish();
  await expect.element(status()).toHaveTextContent('The answer is complete.');
  await submit('And?');
  await expect.element(page.getByRole('list')).not.toBeInTheDocument();
  await expect.element(page.getByText('Thoughts')).not.toBeInTheDocument();
});

test.each([
  ['plain', undefined],
  ['as Markdown', renderMarkdown],
])('an answer that starts anew is said, and leaves no word of the one before: %s', async (_, renderAnswer) => {
  const { adapter } = await show(<AskBox prefix={{ id: 'docs' }} warm={false} thread renderAnswer={renderAnswer} />);
  await submit('Why?');
  await expect.poll(() => adapter.asks).toHaveLength(1);
  const ask = adapter.asks[0]!;
  ask.start();
  ask.text('One.\n\n- lost\n- words');
  await expect.element(page.getByRole('region', { name: 'Answer' })).toHaveTextContent('words');
  ask.say({ type: 'restart' });
  ask.start();
  await expect.element(status()).toHaveTextContent('The answer starts anew.');
  await expect.element(page.getByText('words')).not.toBeInTheDocument();
  ask.text('One.\n\n- found');
  await expect.element(page.getByRole('region', { name: 'Answer' })).toHaveTextContent('found');
  expect(page.getByRole('region', { name: 'Answer' }).element().textContent).not.toContain('lost');
  ask.finish();
  await expect.element(status()).toHaveTextContent('The answer is complete.');
  await submit('And?');
  await expect.poll(() => adapter.asks).toHaveLength(2);
  expect(adapter.asks[1]!.prefix.thread).toEqual([{ question: 'Why?', answer: 'One.\n\n- found' }]);
});

describe('endings', () => {
  async function streaming(): Promise<ScriptedAdapter> {
    const { adapter } = await show(<AskBox prefix={{ id: 'docs' }} warm={false} />);
    await submit('Why?');
    await expect.poll(() => adapter.asks).toHaveLength(1);
    adapter.asks[0]!.start();
    adapter.asks[0]!.text('Because');
    await expect.element(page.getByRole('region')).toHaveTextContent('Because');
    return adapter;
  }

  test.each([
    ['Escape', async () => userEvent.keyboard('{Escape}')],
    ['the button', async () => page.getByRole('button', { name: 'Stop' }).click()],
  ])('%s stops the answer, closes the connection and keeps the text', async (_, stop) => {
    const adapter = await streaming();
    await stop();
    await expect.element(status()).toHaveTextContent('The answer was stopped.');
    await expect.element(page.getByRole('region')).toHaveTextContent('Because');
    expect(adapter.asks[0]!.options.signal!.aborted).toBe(true);
    await expect.element(page.getByRole('button', { name: 'Ask', exact: true })).toBeVisible();
  });

  test.each([
    ['cut', undefined, 'The connection broke off before the end of the answer; asking again may work.'],
    ['overloaded', new ForewarmError('overloaded', 'The model is overloaded.'), 'The model is overloaded.'],
  ])('a stream that is %s keeps the text, says why, and a retry works', async (_, error, message) => {
    const adapter = await streaming();
    adapter.asks[0]!.break(error);
    await expect.element(page.getByRole('alert')).toHaveTextContent(message);
    await expect.element(page.getByRole('region')).toHaveTextContent('Because');

    await page.getByRole('button', { name: 'Ask again' }).click();
    await expect.element(page.getByRole('button', { name: 'Stop' })).toHaveFocus();
    await expect.poll(() => adapter.asks).toHaveLength(2);
    expect(adapter.asks[1]!.turn.question).toBe('Why?');
    adapter.asks[1]!.start();
    adapter.asks[1]!.text('Since it is so.');
    adapter.asks[1]!.finish();
    await expect.element(page.getByRole('region')).toHaveTextContent('Since it is so.');
    await expect.element(page.getByRole('button', { name: 'Ask', exact: true })).toHaveFocus();
  });

  test('an answer on another prefix than the one warmed says so', async () => {
    const { adapter } = await show(<AskBox prefix={{ id: 'docs' }} statistics />);
    await submit('Why?');
    adapter.warms[0]!.end();
    await expect.poll(() => adapter.asks).toHaveLength(1);
    adapter.asks[0]!.start(true);
    adapter.asks[0]!.text('Because.');
    adapter.asks[0]!.finish();
    await expect.element(page.getByText(/The context had changed since it was warmed/)).toBeVisible();
  });

  test('a failed warm is told beside the dot and the question is asked all the same', async () => {
    const { adapter } = await show();
    await input().click();
    adapter.warms[0]!.fail(new ForewarmError('rate-limited', 'Too many requests.'));
    await expect.element(page.getByText('Warming failed: Too many requests.')).toBeVisible();
    await submit('Why?');
    await expect.poll(() => adapter.asks).toHaveLength(1);
  });

  test('unmounting ends the answer at the backend', async () => {
    const { adapter, unmount } = await show(<AskBox prefix={{ id: 'docs' }} warm={false} />);
    await submit('Why?');
    await expect.poll(() => adapter.asks).toHaveLength(1);
    await unmount();
    expect(adapter.asks[0]!.options.signal!.aborted).toBe(true);
  });
});

describe('conversations', () => {
  const finish = async (adapter: ScriptedAdapter, text: string): Promise<void> => {
    const ask = adapter.asks.at(-1)!;
    ask.start();
    ask.text(text);
    ask.finish();
    await expect.element(status()).toHaveTextContent('The answer is complete.');
  };

  test('a follow-up moves what was said into the history and is asked with it', async () => {
    const { adapter } = await show(<AskBox prefix={{ id: 'docs' }} warm={false} thread />);
    await submit('First?');
    await finish(adapter, 'One.');
    await submit('Second?');
    await expect.element(page.getByRole('list', { name: 'Conversation so far' })).toHaveTextContent('First?One.');
    expect(adapter.asks[1]!.prefix.thread).toEqual([{ question: 'First?', answer: 'One.' }]);
    await finish(adapter, 'Two.');
    await page.getByRole('button', { name: 'New conversation' }).click();
    await expect.element(page.getByRole('list')).not.toBeInTheDocument();
    await expect.element(input()).toHaveFocus();
  });

  test('a complete answer can be had again', async () => {
    const { adapter } = await show(<AskBox prefix={{ id: 'docs' }} warm={false} />);
    await submit('First?');
    await finish(adapter, 'One.');
    await page.getByRole('button', { name: 'Ask again' }).click();
    await finish(adapter, 'Another one.');
    await expect.element(page.getByRole('region')).toHaveTextContent('Another one.');
    expect(adapter.asks.map(({ turn }) => turn.question)).toEqual(['First?', 'First?']);
  });
});

test('the question can be held by the app, and is emptied on submit', async () => {
  function Held(): ReactNode {
    const [value, setValue] = useState('Prepared');
    return (
      <>
        <AskBox prefix={{ id: 'docs' }} warm={false} value={value} onValueChange={setValue} />
        <output aria-label="held">{value}</output>
      </>
    );
  }
  const { adapter } = await show(<Held />);
  await input().click();
  await userEvent.keyboard(' question');
  await expect.element(page.getByLabelText('held')).toHaveTextContent('Prepared question');
  await userEvent.keyboard('{Enter}');
  await expect.element(input()).toHaveValue('');
  expect(adapter.asks[0]!.turn.question).toBe('Prepared question');
});

test('works in Strict Mode', async () => {
  const { adapter } = await show(
    <StrictMode>
      <AskBox prefix={{ id: 'docs' }} />
    </StrictMode>,
  );
  await submit('Why?');
  adapter.warms[0]!.end();
  await expect.poll(() => adapter.asks).toHaveLength(1);
  adapter.asks[0]!.start();
  adapter.asks[0]!.text('Because.');
  adapter.asks[0]!.finish();
  await expect.element(status()).toHaveTextContent('The answer is complete.');
  expect(adapter.warms).toHaveLength(1);
});

test('every word can be replaced', async () => {
  await show(
    <AskBox prefix={{ id: 'docs' }} labels={{ question: 'Deine Frage', submit: 'Fragen', blank: 'Frag etwas.' }} />,
  );
  await page.getByRole('textbox', { name: 'Deine Frage' }).click();
  await page.getByRole('button', { name: 'Fragen' }).click();
  await expect.element(page.getByRole('alert')).toHaveTextContent('Frag etwas.');
});
