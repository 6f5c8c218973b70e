import { ForewarmError } from '@forewarm/core';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { asking, seeStates, shows, state } from '../testing/story.js';
import { AskBox } from './AskBox.js';

/** Every state of a question and its answer, each held by a backend that stops there. */
const meta = {
  title: 'Components/Ask box/States',
  component: AskBox,
  args: { prefix: { id: 'docs' }, statistics: true },
  afterEach: seeStates,
} satisfies Meta<typeof AskBox>;

export default meta;
type Story = StoryObj<typeof meta>;

const RATES = { input: 3, cacheRead: 0.3, cacheWrite: 3.75, output: 15, currency: 'USD' };
const UNKNOWN = { prompt: null, cacheRead: null, cacheWrite: null, output: null };

export const WaitingForTheWarm: Story = {
  parameters: { forewarm: { stage: { warm: 'hang' } }, reaches: [state('box', 'status', 'waiting')] },
  play: asking(/since you asked, waiting for the warm/),
};

export const WaitingForTheModel: Story = {
  parameters: {
    forewarm: { stage: { firstTokenMs: 3_600_000 } },
    reaches: [state('box', 'status', 'waiting'), state('box', 'busy'), state('stop', 'busy')],
  },
  play: asking(/since you asked$/),
};

/** Without statistics: that it waits, and no figure. */
export const WaitingWithoutStatistics: Story = {
  args: { statistics: false },
  parameters: { forewarm: { stage: { firstTokenMs: 3_600_000 } } },
  async play(context) {
    await asking('Waiting for the answer…')(context);
    await expect(context.canvasElement.textContent).not.toMatch(/\d/);
  },
};

const THOUGHTS =
  'They ask how the tree stays balanced.\n\nPages split when they are full; I should look up `balance_nonroot`.';

/** The model thinks first; its thoughts are folded. */
export const Thinking: Story = {
  parameters: {
    forewarm: { stage: { before: [{ type: 'reasoning', text: THOUGHTS }], firstTokenMs: 3_600_000 } },
    reaches: [state('reasoning', 'active')],
  },
  play: asking('Thinking…'),
};

export const UsingATool: Story = {
  parameters: {
    forewarm: {
      stage: {
        before: [
          { type: 'tool-call', id: '1', name: 'search', input: { for: 'balance_nonroot' } },
          { type: 'tool-call', id: '2', name: 'read_file', input: { path: 'btree.c' } },
        ],
        firstTokenMs: 3_600_000,
      },
    },
    reaches: [state('tools', 'active')],
  },
  play: asking('Using read_file…'),
};

/** Afterwards the thoughts can still be opened, and the tools are listed. */
export const AnsweredWithThoughtsAndTools: Story = {
  parameters: {
    forewarm: {
      stage: {
        before: [
          { type: 'reasoning', text: THOUGHTS },
          { type: 'tool-call', id: '1', name: 'search', input: { for: 'balance_nonroot' } },
        ],
      },
    },
  },
  async play(context) {
    await asking(/ · hit · /)(context);
    const canvas = within(context.canvasElement);
    await expect(canvas.getByRole('list', { name: 'Tools used' })).toHaveTextContent('Used search');
    await userEvent.click(canvas.getByText('Thoughts'));
    await waitFor(() => expect(canvas.getByText(/They ask how the tree stays balanced\./)).toBeVisible());
  },
};

export const Answering: Story = {
  parameters: {
    forewarm: { stage: { end: 'hang' } },
    reaches: [state('box', 'status', 'answering'), state('answer', 'status', 'answering')],
  },
  play: asking(/the tree grows at its root/),
};

export const AnsweredWarm: Story = {
  parameters: {
    forewarm: { stage: {} },
    reaches: [state('box', 'status', 'done'), state('timing', 'outcome', 'hit')],
  },
  play: asking(/ · hit · 151,629 tokens read from cache/),
};

/** Sent during a warm: the question waited for it rather than read everything beside it. */
export const AnsweredAfterTheWarm: Story = {
  parameters: { forewarm: { stage: { warmMs: 900 } } },
  async play(context) {
    await asking(/ · hit · /, 'How?')(context);
    await expect(within(context.canvasElement).getByText(/: 0\.[1-9]\d s waiting \+ /)).toBeVisible();
  },
};

/** The cache had part of the prefix, as after a change at its end. */
export const AnsweredInPartFromTheCache: Story = {
  parameters: {
    forewarm: {
      stage: { outcome: 'partial', usage: { prompt: 151_640, cacheRead: 98_304, cacheWrite: 53_325, output: 42 } },
    },
    reaches: [state('timing', 'outcome', 'partial')],
  },
  play: asking(/ · partial hit · 98,304 tokens read from cache/),
};

export const AnsweredCold: Story = {
  args: { warm: false },
  parameters: {
    forewarm: {
      stage: { outcome: 'miss', usage: { prompt: 151_640, cacheRead: 0, cacheWrite: 151_629, output: 42 } },
    },
    reaches: [state('timing', 'outcome', 'miss')],
  },
  play: asking(/ · miss · 0 tokens read from cache/),
};

export const AnsweredNotReported: Story = {
  parameters: {
    forewarm: { stage: { outcome: 'unknown', usage: UNKNOWN } },
    reaches: [state('timing', 'outcome', 'unknown')],
  },
  play: asking(/ · cache use not reported/),
};

export const AnsweredOnAnotherPrefix: Story = {
  parameters: { forewarm: { stage: { drifted: true } } },
  play: asking(/The context had changed since it was warmed\./),
};

/** With `rates`: the answer's cost. */
export const CostGiven: Story = {
  args: { rates: RATES },
  parameters: { forewarm: { stage: {} } },
  play: asking(/ · \$0\.0462$/),
};

/** Unreported figures make the cost unknown, not zero. */
export const CostUnknown: Story = {
  args: { rates: RATES },
  parameters: { forewarm: { stage: { usage: UNKNOWN } } },
  play: asking(/ · cached tokens not reported · cost unknown$/),
};

export const Stopped: Story = {
  parameters: { forewarm: { stage: { end: 'hang' } }, reaches: [state('box', 'status', 'stopped')] },
  async play(context) {
    await asking(/the tree grows at its root/)(context);
    await userEvent.keyboard('{Escape}');
    await shows(context.canvasElement, 'Ask again');
    await expect(within(context.canvasElement).getByText(/the tree grows at its root/)).toBeVisible();
  },
};

/** Stopped before the first word. */
export const StoppedWhileWaiting: Story = {
  parameters: { forewarm: { stage: { firstTokenMs: 3_600_000 } } },
  async play(context) {
    await asking(/since you asked$/)(context);
    await userEvent.click(within(context.canvasElement).getByRole('button', { name: 'Stop' }));
    await shows(context.canvasElement, /^ended after .* without a token$/);
  },
};

/** The connection broke: what came stays, and asking again may work. */
export const CutShort: Story = {
  parameters: {
    forewarm: {
      stage: { answer: 'When a page is full it is', end: new ForewarmError('stream-cut', 'The connection broke off.') },
    },
    reaches: [state('box', 'status', 'failed'), state('problem', 'kind', 'failed')],
  },
  async play(context) {
    await asking(/When a page is full it is/)(context);
    // The same words are seen and heard, and stand there once.
    const alert = await within(context.canvasElement).findByRole('alert');
    await expect(within(alert).getByText('The connection broke off.')).toBeVisible();
    await expect(within(context.canvasElement).getAllByText('The connection broke off.')).toHaveLength(1);
  },
};

/** No answer came: the question stays, to ask again once there is a network. */
export const FailedOffline: Story = {
  parameters: {
    forewarm: {
      conditions: { offline: true },
      stage: {
        before: new ForewarmError('unreachable', 'The server can’t be reached; check the connection and ask again.'),
      },
    },
  },
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await userEvent.type(canvas.getByRole('textbox'), 'How does it stay balanced?{Enter}');
    await waitFor(() => expect(canvas.getByText(/can’t be reached; check the connection/)).toBeVisible());
    await expect(canvas.getByText('How does it stay balanced?')).toBeVisible();
    await expect(canvas.getByRole('button', { name: 'Ask again' })).toBeVisible();
  },
};

/** Asking again won't help: the error says what will. */
export const FailedForGood: Story = {
  parameters: {
    forewarm: {
      stage: { before: new ForewarmError('unauthorized', 'You are signed out; sign in, then ask again.') },
    },
  },
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await userEvent.type(canvas.getByRole('textbox'), 'How does it stay balanced?{Enter}');
    await waitFor(() => expect(canvas.getByText(/You are signed out; sign in/)).toBeVisible());
  },
};

export const Blank: Story = {
  parameters: {
    forewarm: { stage: {} },
    reaches: [state('problem', 'kind', 'refused'), state('input', 'invalid')],
  },
  play: asking('Type a question first.', ' '),
};

export const TooLong: Story = {
  parameters: { forewarm: { stage: {} } },
  async play({ canvasElement }) {
    const input = within(canvasElement).getByRole('textbox');
    await userEvent.click(input);
    await userEvent.paste('A very long question. '.repeat(5_000));
    await userEvent.keyboard('{Enter}');
    await shows(canvasElement, 'The question has 109,999 characters; shorten it to 20,000.');
  },
};
