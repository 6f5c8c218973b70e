import type { Meta, StoryObj } from '@storybook/react-vite';
import { createBackend } from '../../../.storybook/backend.js';
import { AskBox } from './askBox/AskBox.js';
import { ForewarmProvider } from './ForewarmProvider.js';
import { typing } from './testing/story.js';

/** What stands around boxes and hooks: the adapter they ask through, and the policy they warm by. */
const meta = {
  title: 'Provider/ForewarmProvider',
  component: ForewarmProvider,
  tags: ['autodocs'],
  args: { adapter: createBackend({ timeScale: 0.05 }), children: <AskBox prefix={{ id: 'docs' }} /> },
} satisfies Meta<typeof ForewarmProvider>;

export default meta;
type Story = StoryObj<typeof meta>;

/** An adapter is all it needs. */
export const Default: Story = { play: typing('Warm') };

/** A policy of your own: here nothing is warmed, whatever is typed. */
export const OwnPolicy: Story = {
  args: { policy: { enabled: false } },
  play: typing(': warming is switched off'),
};
