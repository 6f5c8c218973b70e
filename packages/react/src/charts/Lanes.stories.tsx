import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, within } from 'storybook/test';
import { Lanes } from './Lanes.js';

/** The pattern as a picture; a table for assistive technology. */
const meta = {
  title: 'Components/Charts/Lanes',
  component: Lanes,
  tags: ['autodocs'],
  args: { lanes: [] },
  // Outside a box, this attribute gives the colours.
  decorators: [
    (Story) => (
      <div data-forewarm="lanes">
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof Lanes>;

export default meta;
type Story = StoryObj<typeof meta>;

const cold = { label: 'Standard', typingMs: 3000, waitedMs: 0, modelMs: 20_870, streamingMs: 6000 };
const joined = {
  label: 'Speculative, sent after 3 s',
  typingMs: 3000,
  waitedMs: 17_870,
  modelMs: 1940,
  streamingMs: 6000,
  warm: { startMs: 0, durationMs: 20_870 },
};
const warm = {
  label: 'Speculative, sent after 25 s',
  typingMs: 25_000,
  waitedMs: 0,
  modelMs: 1940,
  streamingMs: 6000,
  warm: { startMs: 0, durationMs: 20_870 },
};

/** The cookbook's figures: 151,629 tokens take 20.87 s to read cold and 1.94 s from the cache. */
export const TheCookbook: Story = {
  args: { lanes: [cold, joined, warm] },
  async play({ canvasElement }) {
    const row = within(canvasElement).getByRole('row', { name: /sent after 3 s/ });
    await expect(row).toHaveTextContent('3.00 s17.87 s1.94 s6.00 s20.87 s');
  },
};

/** Not asked yet: unknown figures are called unknown. */
export const StillTyping: Story = {
  args: {
    lanes: [
      {
        label: 'Speculative',
        typingMs: 1200,
        waitedMs: null,
        modelMs: null,
        streamingMs: null,
        warm: { startMs: 0, durationMs: 1200 },
      },
    ],
    lengthMs: 5000,
  },
  async play({ canvasElement }) {
    const row = within(canvasElement).getByRole('row', { name: /^Speculative/ });
    await expect(row).toHaveTextContent('1.20 sunknownunknownunknown1.20 s');
  },
};

/** Translated, in a page from right to left. */
export const RightToLeft: Story = {
  args: {
    lanes: [{ ...joined, label: 'נשלח אחרי 3 שניות' }],
    labels: {
      lanes: 'זמן מהנגיעה הראשונה',
      phases: {
        typing: 'הקלדה',
        waiting: 'המתנה',
        model: 'מודל',
        streaming: 'הזרמה',
        warm: 'חימום',
        begun: 'התחיל מראש',
      },
    },
  },
  render: (args) => (
    <div dir="rtl">
      <Lanes {...args} />
    </div>
  ),
  async play({ canvasElement }) {
    const [typing, waiting] = canvasElement.querySelectorAll('[data-forewarm=track] > [data-forewarm=phase]');
    await expect(typing!.getBoundingClientRect().left).toBeGreaterThan(waiting!.getBoundingClientRect().left);
  },
};
