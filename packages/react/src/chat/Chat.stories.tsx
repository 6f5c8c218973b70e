import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import { renderMarkdown } from '../markdown.js';
import { shows } from '../testing/story.js';
import { webStorage } from '../webStorage.js';
import { Chat } from './Chat.js';

/**
 * A conversation that fills its place, from `@forewarm/react/chat` with `chat.css`: the thread
 * scrolls, the composer stays. Edit a question to ask it again, leaf through answers, rate them.
 */
const meta = {
  title: 'Components/Chat/Chat',
  component: Chat,
  tags: ['autodocs'],
  args: { prefix: { id: 'docs' }, renderAnswer: renderMarkdown, onFeedback: fn() },
  parameters: { forewarm: { stage: {} } },
} satisfies Meta<typeof Chat>;

export default meta;
type Story = StoryObj<typeof meta>;

const holding = (turns: readonly object[]) =>
  webStorage({ storage: { getItem: () => JSON.stringify(turns), setItem() {}, removeItem() {} } });
const TURNS = ['What is a b-tree?', 'And a cursor?', 'What is page 12?'].map((question) => ({
  question,
  answer: `A tree whose pages hold **many** keys.\n\n- the pages\n- the place in each`,
}));

/** Before the first question, with starters. */
export const Empty: Story = {
  args: { starters: ['How does it stay balanced?', 'What is a page?'] },
  async play({ canvasElement }) {
    const chat = within(canvasElement);
    await userEvent.click(chat.getByRole('button', { name: 'How does it stay balanced?' }));
    await shows(canvasElement, /the middle key moves up/);
  },
};

/** A new question goes to the top. */
export const Thread: Story = {
  parameters: { stands: ['How does it stay balanced?'] },
  args: { storage: holding(TURNS), storageKey: 'story' },
  async play({ canvasElement }) {
    const chat = within(canvasElement);
    await userEvent.type(chat.getByRole('textbox'), 'How does it stay balanced?{Enter}');
    await shows(canvasElement, /the middle key moves up/);
    const thread = chat.getByRole('region', { name: 'Conversation' });
    const top = chat.getByText('How does it stay balanced?').getBoundingClientRect().top;
    await waitFor(() => expect(top - thread.getBoundingClientRect().top).toBeLessThan(40));
    await expect(top).toBeGreaterThanOrEqual(thread.getBoundingClientRect().top);
  },
};

const LONG = Array.from({ length: 60 }, (_, n) => `${n + 1}. The middle key moves up to the parent.`).join('\n');

/** A reader who scrolled back stays there; a button leads to the latest. */
export const ScrolledBack: Story = {
  parameters: {
    forewarm: { stage: { answer: LONG } },
    stands: ['How does it stay balanced?', { scrollBack: 'Conversation' }],
  },
  async play({ canvasElement }) {
    const chat = within(canvasElement);
    await userEvent.type(chat.getByRole('textbox'), 'How does it stay balanced?{Enter}');
    const thread = chat.getByRole('region', { name: 'Conversation' });
    await waitFor(() => expect(thread.scrollTop).toBeGreaterThan(100));
    thread.scrollTop = 0;
    await waitFor(() => expect(chat.getByRole('button', { name: 'Jump to latest' })).toBeVisible());
  },
};

/** The question is edited in place; asking cuts the thread there. */
export const Editing: Story = {
  parameters: { stands: [{ press: 'Edit your question' }] },
  args: { storage: holding(TURNS), storageKey: 'story' },
  async play({ canvasElement }) {
    const chat = within(canvasElement);
    await waitFor(() => expect(chat.getAllByRole('button', { name: 'Edit your question' })).toHaveLength(3));
    await userEvent.click(chat.getAllByRole('button', { name: 'Edit your question' })[1]!);
    const field = chat.getByRole('textbox', { name: 'Edit your question' });
    await expect(field).toHaveFocus();
    await expect(field).toHaveValue('And a cursor?');
  },
};

/** After a retry there are two answers to leaf through. */
export const TwoVersions: Story = {
  parameters: {
    forewarm: { stage: { answer: ['The first answer.', 'The second answer.'] } },
    stands: ['How does it stay balanced?', { press: 'Ask again' }, { press: 'Previous version' }],
  },
  async play({ canvasElement }) {
    const chat = within(canvasElement);
    await userEvent.type(chat.getByRole('textbox'), 'How does it stay balanced?{Enter}');
    await shows(canvasElement, 'The first answer.');
    await userEvent.click(await chat.findByRole('button', { name: 'Ask again' }));
    await shows(canvasElement, 'The second answer.');
    await userEvent.click(await chat.findByRole('button', { name: 'Previous version' }));
    await shows(canvasElement, 'The first answer.');
    await shows(canvasElement, '1 of 2');
  },
};

/** `onFeedback` gets the rating; a second press takes it back. */
export const Rated: Story = {
  parameters: { stands: ['How does it stay balanced?', { press: 'Good answer' }] },
  async play({ canvasElement, args }) {
    const chat = within(canvasElement);
    await userEvent.type(chat.getByRole('textbox'), 'How does it stay balanced?{Enter}');
    const good = await chat.findByRole('button', { name: 'Good answer' });
    await userEvent.click(good);
    await expect(good).toHaveAttribute('aria-pressed', 'true');
    await expect(args.onFeedback).toHaveBeenCalledWith(
      expect.objectContaining({ rating: 'good', question: 'How does it stay balanced?', index: 0 }),
    );
  },
};
