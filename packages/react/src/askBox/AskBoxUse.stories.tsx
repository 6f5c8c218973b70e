import type { Meta, StoryObj } from '@storybook/react-vite';
import { type ReactNode, useState } from 'react';
import { expect, userEvent, within } from 'storybook/test';
import {
  AskBoxAnswer,
  AskBoxInput,
  AskBoxProblem,
  AskBoxQuestion,
  AskBoxRoot,
  AskBoxStop,
  AskBoxSubmit,
  AskBoxTiming,
} from '../index.js';
import { asking, shows } from '../testing/story.js';
import { useLiveCounter } from '../useLiveCounter.js';
import { AskBox } from './AskBox.js';
import { useAskBox } from './context.js';

/** The question held by the app, parts under their own names, and parts of your own. */
const meta = {
  title: 'Components/Ask box/Use',
  component: AskBox,
  args: { prefix: { id: 'docs' } },
  parameters: { forewarm: { stage: {} } },
} satisfies Meta<typeof AskBox>;

export default meta;
type Story = StoryObj<typeof meta>;

function Held(): ReactNode {
  const [question, setQuestion] = useState('How does the tree ');
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <AskBox prefix={{ id: 'docs' }} value={question} onValueChange={setQuestion} />
      <output>{question.length} characters</output>
    </div>
  );
}

/**
 * `speculativeAnswers`: the answer is begun in the pause before Enter, and is there when the
 * question is sent. Takes `speculation={speculativeAnswers()}` on the provider and
 * `speculativeAnswers: true` on the server; the draft leaves the browser before it is sent.
 */
export const SpeculativeAnswers: Story = {
  args: { speculativeAnswers: true },
  async play({ canvasElement }) {
    const input = within(canvasElement).getByRole('textbox');
    await userEvent.type(input, 'How does the tree stay balanced when a page is full?');
    await shows(canvasElement, 'Warm');
    // The pause in which the answer is begun.
    await new Promise((resolve) => setTimeout(resolve, 500));
    await userEvent.type(input, '{Enter}');
    await shows(canvasElement, /the middle key moves up/);
  },
};

/** `value` and `onValueChange`: the app holds the question; a submit empties it. */
export const Controlled: Story = {
  render: () => <Held />,
  async play(context) {
    await shows(context.canvasElement, '18 characters');
    await userEvent.type(within(context.canvasElement).getByRole('textbox'), 'grow?');
    await shows(context.canvasElement, '23 characters');
    await userEvent.keyboard('{Enter}');
    await shows(context.canvasElement, '0 characters');
    await shows(context.canvasElement, 'How does the tree grow?');
  },
};

/** Without them the box holds the question, at first the input's `defaultValue`. */
export const Uncontrolled: Story = {
  render: (args) => (
    <AskBox.Root {...args}>
      <AskBox.Input defaultValue="How does the tree grow?" />
      <AskBox.Submit />
      <AskBox.Answer />
    </AskBox.Root>
  ),
  async play({ canvasElement }) {
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Ask' }));
    await shows(canvasElement, /at the same depth/);
    await expect(within(canvasElement).getByRole('textbox')).toHaveValue('');
  },
};

/** The parts by the names that server components use. */
export const NamedParts: Story = {
  render: (args) => (
    <AskBoxRoot {...args}>
      <AskBoxQuestion render={<h3 style={{ margin: 0 }} />} />
      <AskBoxAnswer />
      <AskBoxProblem />
      <AskBoxTiming />
      <AskBoxInput rows={1} />
      <AskBoxSubmit />
      <AskBoxStop />
    </AskBoxRoot>
  ),
  async play(context) {
    await asking(/ · hit · /)(context);
    const question = within(context.canvasElement).getByRole('heading', { level: 3 });
    await expect(question).toHaveTextContent('How does it stay balanced?');
  },
};

/** `className`, `style` and `render` may be functions of a part's state. */
export const LookByState: Story = {
  render: (args) => (
    <AskBox.Root
      {...args}
      style={({ warm }) => ({
        borderInlineStart: `4px ${warm === 'fresh' ? 'solid' : 'dotted'}`,
        paddingInlineStart: 12,
      })}
    >
      <AskBox.Input className={({ busy }) => (busy ? 'busy' : 'ready')} />
      <AskBox.Submit render={(props, { busy }) => <button {...props} title={busy ? 'wait' : 'send'} />} />
      <AskBox.Status />
    </AskBox.Root>
  ),
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await expect(canvas.getByRole('group')).toHaveStyle({ borderInlineStartStyle: 'dotted' });
    await expect(canvas.getByRole('textbox')).toHaveClass('ready');
    await expect(canvas.getByRole('button')).toHaveAttribute('title', 'send');
    await userEvent.type(canvas.getByRole('textbox'), 'How');
    await shows(canvasElement, 'Warm');
    await expect(canvas.getByRole('group')).toHaveStyle({ borderInlineStartStyle: 'solid' });
  },
};

const FOLLOW_UPS = ['And when two pages are nearly empty?', 'How deep does it get?'];

/** Follow-up questions as a part of your own. */
function FollowUps(): ReactNode {
  const { ask } = useAskBox();
  if (ask.status !== 'done') return null;
  const open = FOLLOW_UPS.filter((one) => one !== ask.question);
  return (
    <ul aria-label="Follow-up questions" style={{ display: 'flex', flexWrap: 'wrap', gap: 8, margin: 0, padding: 0 }}>
      {open.map((question) => (
        <li key={question} style={{ display: 'block' }}>
          <button
            type="button"
            style={{ minBlockSize: 44, padding: '8px 14px', font: 'inherit', borderRadius: 22, border: '1px solid' }}
            onClick={() => void ask.ask(question)}
          >
            {question}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** A part of your own reads `useAskBox()`: here it suggests questions in the thread. */
export const FollowUpQuestions: Story = {
  args: { thread: true },
  render: (args) => (
    <AskBox.Root {...args}>
      <AskBox.History />
      <AskBox.Question />
      <AskBox.Answer />
      <FollowUps />
      <AskBox.Timing />
      <AskBox.Input rows={1} />
      <AskBox.Submit />
      <AskBox.Stop />
    </AskBox.Root>
  ),
  async play(context) {
    const canvas = within(context.canvasElement);
    await asking(/ · hit · /)(context);
    await userEvent.click(canvas.getByRole('button', { name: 'How deep does it get?' }));
    await shows(context.canvasElement, 'How deep does it get?');
    await expect(await canvas.findByRole('list', { name: 'Conversation so far' })).toHaveTextContent(/balanced\?/);
    const followUps = await canvas.findByRole('list', { name: 'Follow-up questions' });
    await expect(within(followUps).getAllByRole('button')).toHaveLength(1);
  },
};

function Counter(): ReactNode {
  const { ask } = useAskBox();
  const waiting = ask.status === 'waiting';
  const elapsed = useLiveCounter(ask.timing?.submittedAt ?? null, waiting);
  return <output>{waiting ? `${(elapsed / 1000).toFixed(1)} s and counting` : 'Not waiting.'}</output>;
}

/** `useLiveCounter`: milliseconds since a moment, drawn ten times a second while it runs. */
export const OwnCounter: Story = {
  parameters: { forewarm: { stage: { firstTokenMs: 3_600_000 } } },
  render: (args) => (
    <AskBox.Root {...args}>
      <AskBox.Input />
      <AskBox.Stop />
      <Counter />
    </AskBox.Root>
  ),
  async play(context) {
    await shows(context.canvasElement, 'Not waiting.');
    await asking(/^0\.[3-9] s and counting$/)(context);
  },
};
