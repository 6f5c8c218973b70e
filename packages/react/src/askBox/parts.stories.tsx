import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactNode } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { AskBox } from './AskBox.js';

/** The parts one by one, each with as little around it as it needs. Put them in any order; leave out what you don't want. */
const meta = {
  title: 'Ask box/Parts',
  component: AskBox.Root,
  args: { prefix: { id: 'docs' } },
  parameters: { forewarm: { stage: {} } },
} satisfies Meta<typeof AskBox.Root>;

export default meta;
type Story = StoryObj<typeof meta>;

const around = (children: ReactNode): Pick<Story, 'render'> => ({
  render: (args) => (
    <AskBox.Root {...args}>
      <AskBox.Input style={{ padding: 8, border: '1px solid var(--forewarm-line)', borderRadius: 8 }} />
      {children}
    </AskBox.Root>
  ),
});
const asked: NonNullable<Story['play']> = async ({ canvasElement }) => {
  const canvas = within(canvasElement);
  await userEvent.type(canvas.getByRole('textbox'), 'How?{Enter}');
  await waitFor(() => expect(canvas.getByRole('status')).toHaveTextContent('The answer is complete.'));
};

export const Input: Story = around(null);

export const Submit: Story = {
  ...around(<AskBox.Submit />),
  async play({ canvasElement }) {
    await expect(within(canvasElement).getByRole('button', { name: 'Ask' })).toBeVisible();
  },
};

export const Stop: Story = {
  ...around(<AskBox.Stop />),
  parameters: { forewarm: { stage: { end: 'hang' } } },
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await userEvent.type(canvas.getByRole('textbox'), 'How?{Enter}');
    await waitFor(() => expect(canvas.getByRole('button', { name: 'Stop' })).toBeVisible());
  },
};

export const Status: Story = {
  ...around(<AskBox.Status />),
  async play({ canvasElement }) {
    await userEvent.type(within(canvasElement).getByRole('textbox'), 'How');
    await waitFor(() => expect(within(canvasElement).getByText('Warm')).toBeVisible());
  },
};

export const QuestionAndAnswer: Story = {
  ...around(
    <>
      <AskBox.Question />
      <AskBox.Answer />
    </>,
  ),
  play: asked,
};

export const Reasoning: Story = {
  ...around(<AskBox.Reasoning />),
  parameters: { forewarm: { stage: { before: [{ type: 'reasoning', text: 'They ask how.' }] } } },
  play: asked,
};

export const Tools: Story = {
  ...around(<AskBox.Tools />),
  parameters: { forewarm: { stage: { before: [{ type: 'tool-call', id: '1', name: 'search', input: {} }] } } },
  play: asked,
};

export const Timing: Story = { ...around(<AskBox.Timing />), play: asked };

export const Lane: Story = { ...around(<AskBox.Lane />), play: asked };

export const Retry: Story = { ...around(<AskBox.Retry />), play: asked };

export const Problem: Story = {
  ...around(<AskBox.Problem />),
  async play({ canvasElement }) {
    await userEvent.type(within(canvasElement).getByRole('textbox'), ' {Enter}');
    await expect(within(canvasElement).getByRole('alert')).toHaveTextContent('Type a question first.');
  },
};

export const HistoryAndReset: Story = {
  ...around(
    <>
      <AskBox.History />
      <AskBox.Question />
      <AskBox.Answer />
      <AskBox.Reset />
    </>,
  ),
  args: { thread: true },
  async play(context) {
    await asked(context);
    await asked(context);
    await waitFor(() => expect(within(context.canvasElement).getAllByRole('listitem')).toHaveLength(1));
  },
};
