import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactNode } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { shows } from '../testing/story.js';
import { AskBox } from './AskBox.js';

/** The parts one by one, with as little around them as they need. Use them in any order. */
const meta = {
  title: 'Components/Ask box/Parts',
  component: AskBox.Root,
  args: { prefix: { id: 'docs' } },
  parameters: { forewarm: { stage: {} } },
} satisfies Meta<typeof AskBox.Root>;

export default meta;
type Story = StoryObj<typeof meta>;
type Play = NonNullable<Story['play']>;

const around = (children: ReactNode): Pick<Story, 'render'> => ({
  render: (args) => (
    <AskBox.Root {...args}>
      <AskBox.Input />
      {children}
    </AskBox.Root>
  ),
});
const ask: Play = ({ canvasElement }) =>
  userEvent.type(within(canvasElement).getByRole('textbox'), 'How does it stay balanced?{Enter}');
const asked: Play = async (context) => {
  await ask(context);
  const said = within(context.canvasElement).getByRole('status');
  await waitFor(() => expect(said).toHaveTextContent('The answer is complete.'));
};

/** Holds one question and its answer, and shows their state as attributes. */
export const Root: Story = {
  render: (args) => (
    <AskBox.Root {...args} render={<section />}>
      <p>Nothing of its own but a group with a name.</p>
    </AskBox.Root>
  ),
  async play({ canvasElement }) {
    const root = within(canvasElement).getByRole('group', { name: 'Ask a question' });
    await expect(root.tagName).toBe('SECTION');
    await expect(root).toHaveAttribute('data-status', 'idle');
  },
};

/** Grows with what is typed, up to a limit. */
export const Input: Story = {
  ...around(null),
  async play({ canvasElement }) {
    const input = within(canvasElement).getByRole('textbox', { name: 'Your question' });
    const before = input.getBoundingClientRect().height;
    await userEvent.type(input, 'One{Shift>}{Enter}{/Shift}two{Shift>}{Enter}{/Shift}three{Shift>}{Enter}{/Shift}four');
    await expect(input).toHaveValue('One\ntwo\nthree\nfour');
    await expect(input.getBoundingClientRect().height).toBeGreaterThan(before);
  },
};

export const Submit: Story = {
  ...around(<AskBox.Submit />),
  async play({ canvasElement }) {
    const button = within(canvasElement).getByRole('button', { name: 'Ask' });
    await userEvent.click(button);
    // Refused: the focus goes to the input.
    await expect(within(canvasElement).getByRole('textbox')).toHaveFocus();
  },
};

/** Replaces `Submit` while an answer is running. */
export const Stop: Story = {
  ...around(
    <>
      <AskBox.Submit />
      <AskBox.Stop />
    </>,
  ),
  parameters: { forewarm: { stage: { end: 'hang' } } },
  async play(context) {
    await ask(context);
    const canvas = within(context.canvasElement);
    await waitFor(() => expect(canvas.getByRole('button', { name: 'Stop' })).toBeVisible());
    await expect(canvas.queryByRole('button', { name: 'Ask' })).toBeNull();
  },
};

export const Status: Story = {
  ...around(<AskBox.Status />),
  async play({ canvasElement }) {
    await userEvent.type(within(canvasElement).getByRole('textbox'), 'How');
    await shows(canvasElement, 'Warm');
  },
};

/**
 * Questions that the app suggests. A resting pointer, keyboard focus or a press begins the answer.
 */
export const Starters: Story = {
  args: { starters: ['How does it stay balanced?', 'What is a page?'] },
  ...around(
    <>
      <AskBox.Starters />
      <AskBox.Answer />
    </>,
  ),
  async play({ canvasElement }) {
    const box = within(canvasElement);
    await userEvent.click(box.getByRole('textbox'));
    await userEvent.tab();
    await expect(box.getByRole('button', { name: 'How does it stay balanced?' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await shows(canvasElement, /the middle key moves up/);
    await waitFor(() => expect(box.getByRole('group', { name: 'Suggested questions' })).toBeVisible());
  },
};

/** The latest question. */
export const Question: Story = {
  ...around(<AskBox.Question />),
  async play(context) {
    await asked(context);
    await shows(context.canvasElement, 'How does it stay balanced?');
  },
};

export const Answer: Story = {
  ...around(<AskBox.Answer />),
  async play(context) {
    await asked(context);
    const answer = within(context.canvasElement).getByRole('region', { name: 'Answer' });
    await expect(answer).toHaveTextContent(/^When a page is full .* the same depth\.$/);
  },
};

export const Reasoning: Story = {
  ...around(<AskBox.Reasoning />),
  parameters: { forewarm: { stage: { before: [{ type: 'reasoning', text: 'They ask how.' }] } } },
  async play(context) {
    await asked(context);
    await userEvent.click(within(context.canvasElement).getByText('Thoughts'));
    await shows(context.canvasElement, 'They ask how.');
  },
};

export const Tools: Story = {
  ...around(<AskBox.Tools />),
  parameters: { forewarm: { stage: { before: [{ type: 'tool-call', id: '1', name: 'search', input: {} }] } } },
  async play(context) {
    await asked(context);
    await shows(context.canvasElement, 'Used search');
  },
};

/** Says that the answer is awaited, in a box without statistics. */
export const Waiting: Story = {
  ...around(<AskBox.Waiting />),
  parameters: { forewarm: { stage: { firstTokenMs: 3_600_000 } } },
  async play(context) {
    await ask(context);
    await shows(context.canvasElement, 'Waiting for the answer…');
  },
};

export const Timing: Story = {
  ...around(<AskBox.Timing />),
  async play(context) {
    await asked(context);
    await shows(context.canvasElement, / s to first token: /);
  },
};

/** A picture for the eye, a table for assistive technology. */
export const Lane: Story = {
  ...around(<AskBox.Lane />),
  async play(context) {
    await asked(context);
    await expect(within(context.canvasElement).getByRole('rowheader', { name: 'Answer' })).toBeInTheDocument();
  },
};

export const Retry: Story = {
  ...around(<AskBox.Retry />),
  async play(context) {
    await expect(within(context.canvasElement).queryByRole('button')).toBeNull();
    await asked(context);
    await expect(within(context.canvasElement).getByRole('button', { name: 'Ask again' })).toBeVisible();
  },
};

export const Problem: Story = {
  ...around(<AskBox.Problem />),
  async play({ canvasElement }) {
    await userEvent.type(within(canvasElement).getByRole('textbox'), ' {Enter}');
    await expect(within(canvasElement).getByRole('alert')).toHaveTextContent('Type a question first.');
  },
};

/** The turns before the latest question. */
export const History: Story = {
  ...around(
    <>
      <AskBox.History />
      <AskBox.Question />
      <AskBox.Answer />
    </>,
  ),
  args: { thread: true },
  async play(context) {
    await asked(context);
    await asked(context);
    const canvas = within(context.canvasElement);
    await waitFor(() => expect(canvas.getAllByRole('listitem')).toHaveLength(1));
    await expect(canvas.getByRole('list', { name: 'Conversation so far' })).toBeVisible();
  },
};

/** Forgets the conversation and focuses the input. */
export const Reset: Story = {
  ...around(
    <>
      <AskBox.Question />
      <AskBox.Reset />
    </>,
  ),
  args: { thread: true },
  async play(context) {
    const canvas = within(context.canvasElement);
    await asked(context);
    await userEvent.click(canvas.getByRole('button', { name: 'New conversation' }));
    await expect(canvas.queryByText('How does it stay balanced?')).toBeNull();
    await expect(canvas.getByRole('textbox')).toHaveFocus();
    await asked(context);
  },
};

/** Says that the conversation can't be kept. */
export const Unsaved: Story = {
  ...around(<AskBox.Unsaved />),
  args: { thread: true, storage: { read: () => [], write: () => Promise.reject(new Error('The disk is full.')) } },
  async play(context) {
    await asked(context);
    await shows(context.canvasElement, /can’t be saved/);
  },
};
