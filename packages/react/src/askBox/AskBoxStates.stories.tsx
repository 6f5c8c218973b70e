import { ForewarmError } from '@forewarm/core';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { AskBox } from './AskBox.js';

/** Every state an ask box can be in, each held still by a backend that stops there. */
const meta = {
  title: 'Ask box/States',
  component: AskBox,
  args: { prefix: { id: 'docs' } },
} satisfies Meta<typeof AskBox>;

export default meta;
type Story = StoryObj<typeof meta>;
type Play = NonNullable<Story['play']>;

const shows = async (canvasElement: HTMLElement, text: RegExp | string): Promise<void> => {
  await waitFor(() => expect(within(canvasElement).getByText(text)).toBeVisible(), { timeout: 5_000 });
};
const touch = async (canvasElement: HTMLElement): Promise<void> => {
  await userEvent.type(within(canvasElement).getByRole('textbox'), 'How');
};
/** Types and, unless told otherwise, sends; then waits for a text. */
const play =
  (text: RegExp | string, question: string | null = 'How does it stay balanced?'): Play =>
  async ({ canvasElement }) => {
    const input = within(canvasElement).getByRole('textbox');
    if (question === null) await touch(canvasElement);
    else await userEvent.type(input, `${question}{Enter}`);
    await shows(canvasElement, text);
  };

export const Cold: Story = { parameters: { forewarm: { stage: {} } } };

export const Warming: Story = {
  parameters: { forewarm: { stage: { warm: 'hang' } } },
  play: play('Warming', null),
};

export const Warm: Story = {
  parameters: { forewarm: { stage: {} } },
  play: play('Warm', null),
};

export const SkippedOffline: Story = {
  parameters: { forewarm: { stage: {}, conditions: { offline: true } } },
  play: play(': there is no network', null),
};

export const SkippedToSaveData: Story = {
  parameters: { forewarm: { stage: {}, conditions: { saveData: true } } },
  play: play(': data is to be saved', null),
};

export const SkippedByTheBackend: Story = {
  parameters: { forewarm: { stage: { skip: 'below-minimum' } } },
  play: play(': the context is too short to be cached', null),
};

export const WarmingFailed: Story = {
  parameters: { forewarm: { stage: { warm: new ForewarmError('rate-limited', 'Too many requests; try later.') } } },
  play: play(': Too many requests; try later.', null),
};

export const WaitingForTheWarm: Story = {
  parameters: { forewarm: { stage: { warm: 'hang' } } },
  play: play(/since you asked, waiting for the warm/),
};

export const WaitingForTheModel: Story = {
  parameters: { forewarm: { stage: { firstTokenMs: 3_600_000 } } },
  play: play(/since you asked/),
};

const THOUGHTS =
  'They ask how the tree stays balanced.\n\nPages split when they are full; I should look up `balance_nonroot`.';

/** The model thinks first: what, only for those who want to read it. */
export const Thinking: Story = {
  parameters: { forewarm: { stage: { before: [{ type: 'reasoning', text: THOUGHTS }], firstTokenMs: 3_600_000 } } },
  play: play('Thinking…'),
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
  },
  play: play('Using read_file…'),
};

/** Afterwards: what was thought can still be opened, and which tools were used still stands. */
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
    await play(/ · hit · /)(context);
    const canvas = within(context.canvasElement);
    await expect(canvas.getByRole('list', { name: 'Tools used' })).toHaveTextContent('Used search');
    await userEvent.click(canvas.getByText('Thoughts'));
    await waitFor(() => expect(canvas.getByText(/They ask how the tree stays balanced\./)).toBeVisible());
  },
};

export const Answering: Story = {
  parameters: { forewarm: { stage: { end: 'hang' } } },
  play: play(/the tree grows at its root/),
};

export const AnsweredWarm: Story = {
  parameters: { forewarm: { stage: {} } },
  play: play(/ · hit · 151,629 tokens read from cache/),
};

export const AnsweredCold: Story = {
  args: { warm: false },
  parameters: {
    forewarm: {
      stage: { outcome: 'miss', usage: { prompt: 151_640, cacheRead: 0, cacheWrite: 151_629, output: 42 } },
    },
  },
  play: play(/ · miss · 0 tokens read from cache/),
};

export const AnsweredNotReported: Story = {
  parameters: {
    forewarm: {
      stage: { outcome: 'unknown', usage: { prompt: null, cacheRead: null, cacheWrite: null, output: null } },
    },
  },
  play: play(/ · cache use not reported/),
};

export const AnsweredOnAnotherPrefix: Story = {
  parameters: { forewarm: { stage: { drifted: true } } },
  play: play(/The context had changed since it was warmed\./),
};

export const Stopped: Story = {
  parameters: { forewarm: { stage: { end: 'hang' } } },
  async play(context) {
    await play(/the tree grows at its root/)(context);
    await userEvent.keyboard('{Escape}');
    await shows(context.canvasElement, 'Ask again');
  },
};

export const CutShort: Story = {
  parameters: {
    forewarm: {
      stage: { answer: 'When a page is full it is', end: new ForewarmError('stream-cut', 'The connection broke off.') },
    },
  },
  async play(context) {
    await play(/When a page is full it is/)(context);
    await waitFor(() =>
      expect(within(context.canvasElement).getAllByText('The connection broke off.')).toHaveLength(2),
    );
  },
};

export const Blank: Story = {
  parameters: { forewarm: { stage: {} } },
  play: play('Type a question first.', ' '),
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
