import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactNode } from 'react';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import { AskBox } from '../askBox/AskBox.js';
import { shows } from '../testing/story.js';
import { Chat } from './Chat.js';

/** The parts that a chat adds to those of an ask box, one by one. */
const meta = {
  title: 'Components/Chat/Parts',
  component: Chat.Root,
  args: { prefix: { id: 'docs' }, onFeedback: fn() },
  parameters: { forewarm: { stage: { answer: ['The first answer.', 'The second answer.'] } } },
} satisfies Meta<typeof Chat.Root>;

export default meta;
type Story = StoryObj<typeof meta>;
type Play = NonNullable<Story['play']>;

const around = (children: ReactNode): Pick<Story, 'render'> => ({
  render: (args) => (
    <Chat.Root {...args} style={{ blockSize: 420 }}>
      <Chat.Thread>
        <AskBox.History />
        <Chat.Latest>{children}</Chat.Latest>
        <Chat.Jump />
      </Chat.Thread>
      <AskBox.Input rows={1} />
    </Chat.Root>
  ),
});
const asked: Play = async ({ canvasElement }) => {
  const box = within(canvasElement);
  await userEvent.type(box.getByRole('textbox'), 'How does it stay balanced?{Enter}');
  await waitFor(() => expect(box.getByRole('status')).toHaveTextContent('The answer is complete.'));
};

/** Holds the conversation. */
export const Root: Story = {
  ...around(<AskBox.Answer />),
  async play(context) {
    await asked(context);
    await expect(context.canvasElement.querySelector('[data-forewarm=box][data-chat]')).toBeVisible();
  },
};

/** Scrolls by itself, also by keyboard. */
export const Thread: Story = {
  ...around(<AskBox.Answer />),
  async play(context) {
    await asked(context);
    const thread = within(context.canvasElement).getByRole('region', { name: 'Conversation' });
    thread.focus();
    await expect(thread).toHaveFocus();
  },
};

/** Its children belong to the latest question. */
export const Latest: Story = {
  ...around(<AskBox.Answer />),
  async play(context) {
    await expect(context.canvasElement.querySelector('[data-forewarm=latest]')).toBeNull();
    await asked(context);
    await expect(context.canvasElement.querySelector('[data-forewarm=latest]')).toBeVisible();
  },
};

/** Leads back to the latest, also by keyboard. */
export const Jump: Story = {
  ...around(<AskBox.Answer />),
  parameters: { forewarm: { stage: { answer: 'A line of the answer.\n\n'.repeat(60) } } },
  async play(context) {
    await asked(context);
    const box = within(context.canvasElement);
    const thread = box.getByRole('region', { name: 'Conversation' });
    await waitFor(() => expect(thread.scrollTop).toBeGreaterThan(0));
    thread.scrollTop = 0;
    const jump = await box.findByRole('button', { name: 'Jump to latest' });
    jump.focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(jump).not.toBeVisible());
    await expect(thread).toHaveFocus();
  },
};

/** The question, or a field while it is edited. */
export const Question: Story = {
  ...around(<Chat.Question />),
  async play(context) {
    await asked(context);
    const box = within(context.canvasElement);
    await userEvent.click(box.getByRole('button', { name: 'Edit your question' }));
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(box.getByRole('button', { name: 'Edit your question' })).toHaveFocus());
    await shows(context.canvasElement, 'How does it stay balanced?');
  },
};

/** Copies the answer as the model wrote it. */
export const Copy: Story = {
  ...around(<Chat.Copy />),
  async play(context) {
    await asked(context);
    const write = fn(async (_text: string) => {});
    const before = Object.getOwnPropertyDescriptor(navigator, 'clipboard');
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: write } });
    await userEvent.click(within(context.canvasElement).getByRole('button', { name: 'Copy' }));
    await shows(context.canvasElement, 'Copied');
    await expect(write).toHaveBeenCalledWith('The first answer.');
    if (before) Object.defineProperty(navigator, 'clipboard', before);
    else Reflect.deleteProperty(navigator, 'clipboard');
  },
};

/** The answers of the latest question. */
export const Versions: Story = {
  ...around(
    <>
      <AskBox.Answer />
      <Chat.Versions />
      <AskBox.Retry />
    </>,
  ),
  async play(context) {
    await asked(context);
    const box = within(context.canvasElement);
    await expect(box.queryByRole('group', { name: 'Versions of this answer' })).toBeNull();
    await userEvent.click(box.getByRole('button', { name: 'Ask again' }));
    await waitFor(() =>
      expect(box.getByRole('group', { name: 'Versions of this answer' })).toHaveTextContent('2 of 2'),
    );
  },
};

/** Thumbs up and down. */
export const Feedback: Story = {
  ...around(<Chat.Feedback />),
  async play(context) {
    await asked(context);
    const box = within(context.canvasElement);
    await userEvent.click(box.getByRole('button', { name: 'Bad answer' }));
    await expect(context.args.onFeedback).toHaveBeenCalledWith(expect.objectContaining({ rating: 'bad' }));
    await userEvent.click(box.getByRole('button', { name: 'Bad answer' }));
    await expect(context.args.onFeedback).toHaveBeenLastCalledWith(expect.objectContaining({ rating: null }));
  },
};
