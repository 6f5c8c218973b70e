import { ForewarmError } from '@forewarm/core';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { ENGLISH } from '../labels.js';
import { SKIP_REASONS } from '../testing/skipReasons.js';
import { seeStates, shows, state, typing } from '../testing/story.js';
import { AskBox } from './AskBox.js';

/** Every status of a prefix: a word beside a dot, with the reason if nothing was warmed. */
const meta = {
  title: 'Components/Ask box/Warmth',
  component: AskBox,
  args: { prefix: { id: 'docs' } },
  afterEach: seeStates,
} satisfies Meta<typeof AskBox>;

export default meta;
type Story = StoryObj<typeof meta>;

/** Nobody has touched it yet. */
export const Cold: Story = {
  parameters: { forewarm: { stage: {} }, reaches: [state('box', 'warm', 'cold'), state('box', 'status', 'idle')] },
  async play({ canvasElement }) {
    await shows(canvasElement, 'Not warmed');
    await expect(within(canvasElement).queryByRole('button', { name: 'Ask again' })).toBeNull();
  },
};

export const Warming: Story = {
  parameters: { forewarm: { stage: { warm: 'hang' } }, reaches: [state('box', 'warm', 'warming')] },
  play: typing('Warming'),
};

export const Warm: Story = {
  parameters: { forewarm: { stage: {} }, reaches: [state('box', 'warm', 'fresh')] },
  play: typing('Warm'),
};

/** Its TTL has passed; the next focus warms it again. */
export const Expired: Story = {
  parameters: { forewarm: { stage: { ttlMs: 400 } }, reaches: [state('box', 'warm', 'stale')] },
  play: typing('No longer warm'),
};

export const Offline: Story = {
  parameters: {
    forewarm: { stage: {}, conditions: { offline: true } },
    reaches: [state('box', 'warm', 'skipped')],
  },
  play: typing(': there is no network'),
};

export const SavingData: Story = {
  parameters: { forewarm: { stage: {}, conditions: { saveData: true } } },
  play: typing(': Data Saver is on'),
};

export const SwitchedOff: Story = {
  parameters: { forewarm: { stage: {}, policy: { enabled: false } } },
  play: typing(': warming is switched off'),
};

/** The backend found nothing to keep. */
export const RefusedByTheBackend: Story = {
  parameters: { forewarm: { stage: { skip: 'below-minimum' } } },
  play: typing(': the context is too short to be cached'),
};

export const Failed: Story = {
  parameters: {
    forewarm: { stage: { warm: new ForewarmError('rate-limited', 'Too many requests; try later.') } },
    reaches: [state('box', 'warm', 'failed')],
  },
  play: typing(': Too many requests; try later.'),
};

/** Every reason, in the words beside the dot. */
export const EveryReason: Story = {
  parameters: { forewarm: { stage: { skip: (id: string) => id } } },
  render: () => (
    <div style={{ display: 'grid', gap: 12 }}>
      {SKIP_REASONS.map((reason) => (
        <AskBox.Root key={reason} prefix={{ id: reason }} labels={{ box: reason, question: reason }}>
          <AskBox.Input rows={1} style={{ minBlockSize: 0 }} />
          <AskBox.Status />
        </AskBox.Root>
      ))}
    </div>
  ),
  async play({ canvasElement }) {
    for (const reason of SKIP_REASONS) {
      const box = within(within(canvasElement).getByRole('group', { name: reason }));
      await userEvent.type(box.getByRole('textbox'), 'H');
      await waitFor(() => expect(box.getByText(`: ${ENGLISH.reason(reason)}`)).toBeVisible());
    }
  },
};
